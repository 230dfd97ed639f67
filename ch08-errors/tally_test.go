package sockerrors

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

// The server tells apart who left, who was cut off, and who said nothing.
func TestServerCountsByKind(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	server.IdleTimeout = 300 * time.Millisecond
	logged := make(lines, 20)
	server.Log = log.New(logged, "", 0)
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()

	ends := []func(*Client){
		func(c *Client) { _ = c.Close() },
		func(c *Client) { _ = c.SetLinger(0); _ = c.Close() },
		func(c *Client) { _, _ = c.Read(make([]byte, 1)) }, // until the server has had enough
	}
	for _, end := range ends {
		client, err := Dial(t.Context(), server.Addr().String())
		require.NoError(t, err)
		_ = client.SetDeadline(time.Now().Add(10 * time.Second))
		_, err = client.Echo(t.Context(), []byte("hello"))
		require.NoError(t, err)
		assert.Contains(t, <-logged, "connected")
		end(client)
		line := <-logged
		_ = client.Close()
		assert.Contains(t, line, "5 bytes echoed")
	}
	stop()
	require.NoError(t, <-served)
	assert.Equal(t, map[Kind]int{Reset: 1, Deadline: 1}, server.Errors(),
		"an end of stream is no error, and neither is a server that was told to end")
}

// lines hands each Write on, as a string.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// The kind decides what accept survives, so no list of errnos is needed for
// each system.
func TestAcceptBacksOff(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	logged := make(lines, 20)
	server.Log = log.New(logged, "", 0)
	hoard := echotest.Exhaust(t)
	hoard.Release(1)
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	for _, pause := range []string{"5ms", "10ms", "20ms", "40ms"} {
		assert.Contains(t, <-logged, "too many open files; trying again in "+pause)
	}
	hoard.ReleaseAll()
	_, err = client.Echo(t.Context(), []byte("still here"))
	require.NoError(t, err, "who waited in the queue is served when descriptors are free")
	assert.GreaterOrEqual(t, server.Errors()[TooManyFiles], 4)
	_ = client.Close()
	stop()
	require.NoError(t, <-served)
}

func TestPauseAfter(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		last, next time.Duration
	}{
		{TooManyFiles, 0, firstDelay},
		{TooManyFiles, firstDelay, 2 * firstDelay},
		{NoBuffers, maxDelay, maxDelay},
		{Reset, 0, firstDelay},
		{Aborted, maxDelay, firstDelay}, // its connection has gone: the next may be well
		{NotConnected, firstDelay, firstDelay},
		{BadCall, firstDelay, 0},
		{Closed, 0, 0},
		{Unknown, 0, 0},
	} {
		assert.Equal(t, c.next, pauseAfter(c.kind, c.last), "%v after %v", c.kind, c.last)
	}
}

func TestServeReportsWhyAcceptFailed(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	require.NoError(t, server.ln.SetDeadline(time.Unix(1, 0)), "an error that does not pass")
	err = server.Serve(t.Context())
	assert.True(t, Is(err, Deadline), "%v", err)
	var op *net.OpError
	assert.True(t, errors.As(err, &op) && op.Op == "accept", "the error says which step failed")
	assert.Equal(t, 1, server.Errors()[Deadline])
}

func TestDoorsExplain(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	addr := server.Addr().String()
	_, err = Listen(t.Context(), addr)
	requireHint(t, err, InUse, "this machine's doing: tell the user")

	// A port that a client of ours keeps from others, and nobody listens on.
	refusing, err := Dial(t.Context(), addr)
	require.NoError(t, err)
	defer refusing.Close()
	require.NoError(t, server.Close())
	_, err = Dial(t.Context(), refusing.LocalAddr().String())
	requireHint(t, err, Refused, "the peer's doing: wait and retry")

	ended := against(t, func(*net.TCPConn) {})
	_, err = ended.Echo(t.Context(), nil)
	require.NoError(t, err, "of nothing, all comes back")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	silent := against(t, func(c *net.TCPConn) { _, _ = io.Copy(io.Discard, c) })
	_, err = silent.Echo(ctx, []byte("hello"))
	requireHint(t, err, Canceled, "the caller's doing: give up")
}

func requireHint(t *testing.T, err error, kind Kind, says string) {
	t.Helper()
	require.Error(t, err)
	assert.True(t, Is(err, kind), "%v is %v", err, kind)
	var h interface{ Hint() string }
	require.ErrorAs(t, err, &h)
	assert.Contains(t, h.Hint(), says)
}

// against connects a client to a peer that does what peer says, and closes.
func against(t *testing.T, peer func(*net.TCPConn)) *Client {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := ln.Accept()
		if err != nil {
			return // the client could not connect, which its test reports
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		peer(conn.(*net.TCPConn))
	}()
	client, err := Dial(t.Context(), ln.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = client.Close() // before the peer is waited for: it may be reading
		_ = ln.Close()
		<-done
	})
	return client
}

func TestClientTellsHowTheReplyEnded(t *testing.T) {
	cut := against(t, func(c *net.TCPConn) {
		_, _ = io.ReadFull(c, make([]byte, 5))
		_, _ = c.Write([]byte("he"))
	})
	_, err := cut.Echo(t.Context(), []byte("hello"))
	requireHint(t, err, Truncated, "the peer's doing: reconnect")
	gone := against(t, func(c *net.TCPConn) { _, _ = io.ReadFull(c, make([]byte, 5)) })
	_, err = gone.Echo(t.Context(), []byte("hello"))
	assert.True(t, Is(err, Ended), "%v", err)
	broken := against(t, func(c *net.TCPConn) {
		_, _ = io.ReadFull(c, make([]byte, 5))
		_ = c.SetLinger(0)
	})
	_, err = broken.Echo(t.Context(), []byte("hello"))
	assert.True(t, Is(err, Reset), "%v", err)
}
