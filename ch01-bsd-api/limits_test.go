package bsdapi

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// limited is a server at work that has been told its limits. stop ends it,
// and returns what it has logged.
func limited(t *testing.T, admit func(net.Addr) (func(), error), maxBytes int64, idle time.Duration) (addr string, stop func() string) {
	t.Helper()
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	server.SetLimits(admit, maxBytes, idle)
	var logged bytes.Buffer
	server.SetLog(log.New(&logged, "", 0))
	served := make(chan struct{})
	go func() {
		_ = server.Serve(t.Context()) // Close ends it
		close(served)
	}()
	stop = func() string {
		_ = server.Close()
		<-served
		return logged.String()
	}
	t.Cleanup(func() { stop() })
	return server.Addr().String(), stop
}

// connect is a client that waits for nothing longer than ten seconds.
func connect(t *testing.T, addr string) *Client {
	t.Helper()
	client, err := Dial(t.Context(), addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	require.NoError(t, client.SetDeadline(time.Now().Add(10*time.Second)))
	return client
}

// assertReset asks for an end that is neither orderly nor the client's own.
// Each system has its own number for it, and under Wine it reads as orderly.
func assertReset(t *testing.T, err error) {
	t.Helper()
	assert.Error(t, err)
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded)
	if runtime.GOOS != "windows" {
		assert.NotErrorIs(t, err, io.EOF)
	}
}

// Who is not admitted is reset, unserved; who is, leaves when all is over.
func TestAdmit(t *testing.T) {
	asked, left := make(chan net.Addr, 2), make(chan struct{}, 2)
	var allowed atomic.Bool
	allowed.Store(true)
	addr, stop := limited(t, func(remote net.Addr) (func(), error) {
		asked <- remote
		if !allowed.Load() {
			return nil, errors.New("enough of you")
		}
		return func() { left <- struct{}{} }, nil
	}, 0, time.Minute)

	welcome := connect(t, addr)
	_, err := welcome.Echo(t.Context(), []byte("hello"))
	require.NoError(t, err)
	assert.Equal(t, welcome.LocalAddr().String(), (<-asked).String())
	assert.Empty(t, left, "the connection is open")
	require.NoError(t, welcome.Close())
	<-left

	allowed.Store(false)
	refused, err := Dial(t.Context(), addr)
	if err == nil { // connect may have heard of it
		defer refused.Close()
		require.NoError(t, refused.SetDeadline(time.Now().Add(10*time.Second)))
		_, err = refused.Read(make([]byte, 1))
	}
	assertReset(t, err)
	assert.Contains(t, stop(), "refused: enough of you\n")
	assert.Empty(t, left, "who was refused does not leave")
}

// Of a stream MaxBytes come back, in order and to the last, and then its end.
func TestMaxBytes(t *testing.T) {
	const most = bufferSize + 100
	addr, stop := limited(t, nil, most, time.Minute)
	client := connect(t, addr)
	sent := bytes.Repeat([]byte("0123456789"), most/10+1000)
	wrote := make(chan error, 1)
	go func() {
		_, err := client.Write(sent)
		wrote <- err
	}()
	got, err := io.ReadAll(client)
	require.NoError(t, err, "an end of stream, and no reset that would cost bytes")
	assert.True(t, bytes.Equal(sent[:most], got), "%d of %d bytes came back", len(got), most)
	require.NoError(t, <-wrote, "the rest is read, to nowhere")
	require.NoError(t, client.Close())

	within := connect(t, addr)
	_, err = within.Echo(t.Context(), sent[:most-1])
	require.NoError(t, err, "a connection has its own count")
	require.NoError(t, within.CloseWrite())
	rest, err := io.ReadAll(within)
	require.NoError(t, err)
	assert.Empty(t, rest)
	logged := stop()
	assert.Regexp(t, `dropped, 65636 bytes echoed: that is the most for one connection\n`, logged)
	assert.Regexp(t, `finished, 65635 bytes echoed\n`, logged)
}

// SetLimits sets the time of silence as well.
func TestSetIdle(t *testing.T) {
	addr, stop := limited(t, nil, 0, 50*time.Millisecond)
	client := connect(t, addr)
	_, err := client.Read(make([]byte, 1))
	assertReset(t, err)
	assert.Contains(t, stop(), "dropped, 0 bytes echoed:")
}
