package stream

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"
)

// relayedPair returns a client and a server with a Relay between them, and the
// channel on which Relay's result comes.
func relayedPair(t *testing.T, ctx context.Context) (client, server *net.TCPConn, relayed <-chan error) {
	t.Helper()
	client, near, err := pair(t.Context())
	require.NoError(t, err)
	far, server, err := pair(t.Context())
	require.NoError(t, err)
	for _, conn := range []*net.TCPConn{client, near, far, server} {
		_ = conn.SetDeadline(time.Now().Add(allotted))
		t.Cleanup(func() { _ = conn.Close() })
	}
	result := make(chan error, 1)
	go func() { result <- Relay(ctx, near, far) }()
	return client, server, result
}

// A connection through a relay is a net.Conn like any other.
func TestRelayIsTransparent(t *testing.T) {
	nettest.TestConn(t, func() (net.Conn, net.Conn, func(), error) {
		client, server, relayed := relayedPair(t, t.Context())
		_ = client.SetDeadline(time.Time{})
		_ = server.SetDeadline(time.Time{})
		return client, server, func() {
			_, _ = client.Close(), server.Close()
			<-relayed
		}, nil
	})
}

func TestRelayPassesHalfCloseOn(t *testing.T) {
	client, server, relayed := relayedPair(t, t.Context())
	for _, end := range []struct{ from, to *net.TCPConn }{{client, server}, {server, client}} {
		_, err := io.WriteString(end.from, "last words")
		require.NoError(t, err)
		require.NoError(t, end.from.CloseWrite())
		got, err := io.ReadAll(end.to)
		require.NoError(t, err)
		assert.Equal(t, "last words", string(got), "each direction ends by itself")
	}
	assert.NoError(t, <-relayed, "two ends in order are no error")
}

func TestRelayPassesResetOn(t *testing.T) {
	client, server, relayed := relayedPair(t, t.Context())
	require.NoError(t, reset(server))
	_, err := client.Read(make([]byte, 1))
	require.Error(t, err)
	assert.NotErrorIs(t, err, io.EOF, "a failure must not look like the end of the stream")
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded, "it arrives at once")
	var errno syscall.Errno
	assert.True(t, errors.As(<-relayed, &errno), "Relay returns the failure itself")
}

func TestRelayEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	client, _, relayed := relayedPair(t, ctx)
	stop()
	assert.ErrorIs(t, <-relayed, context.Canceled)
	_, err := client.Read(make([]byte, 1))
	assert.NotErrorIs(t, err, io.EOF, "what was cut short must not look finished")
}

func TestForwarderRefusesWhenUpstreamDoes(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	client := dialForwarder(t, nobody.Addr().String())
	_, err = client.Read(make([]byte, 1))
	require.Error(t, err)
	assert.NotErrorIs(t, err, io.EOF, "nobody answered, and that is not an empty answer")
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded)
}

func TestForwarderBoundsConnections(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	t.Cleanup(func() { stop(); assert.NoError(t, <-served) })

	first := dialForwarder(t, server.Addr().String())
	_, err = first.Echo(t.Context(), []byte("first"))
	require.NoError(t, err)
	second, err := Dial(t.Context(), first.RemoteAddr().String())
	require.NoError(t, err, "the kernel queues a second connection")
	defer second.Close()
	_ = second.SetDeadline(time.Now().Add(100 * time.Millisecond))
	_, err = second.Echo(t.Context(), []byte("second"))
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded, "but it is not served while the first is")

	require.NoError(t, first.Close())
	_ = second.SetDeadline(time.Now().Add(allotted))
	got := make([]byte, len("second"))
	_, err = io.ReadFull(second, got)
	require.NoError(t, err)
	assert.Equal(t, "second", string(got), "then it is, and nothing was lost")
}

// dialForwarder connects to a Forwarder for one connection at a time, which
// ends with the test.
func dialForwarder(t *testing.T, upstream string) *Client {
	t.Helper()
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	forwarder := Forwarder{Upstream: upstream, MaxConns: 1, Connect: time.Second, Lifetime: allotted}
	client, err := Dial(t.Context(), ln.Addr().String()) // queued: a refusal cannot overtake it
	require.NoError(t, err)
	_ = client.SetDeadline(time.Now().Add(allotted))
	served := make(chan error, 1)
	go func() { served <- forwarder.Serve(ctx, ln) }()
	t.Cleanup(func() {
		_ = client.Close()
		stop()
		assert.NoError(t, <-served)
	})
	return client
}

func TestProxy(t *testing.T) {
	shown := show(t, Proxy)
	assert.Contains(t, shown, "1048576 back, equal: true\nclient: CloseWrite, then Read: EOF")
	assert.Contains(t, shown, `client: got "9 bytes", then EOF`, "the answer comes though the question has ended")
	assert.Contains(t, shown, `client: got "", then EOF`, "the careless relay loses it, and nobody hears of an error")
	assert.Contains(t, shown, "connection reset by peer", "a failure passes through as one")
}

func TestDrain(t *testing.T) {
	shown := show(t, Drain)
	assert.Contains(t, shown, "connection refused", "a draining server takes no new connection")
	assert.Contains(t, shown, "everything: true,\nclient:   then EOF\nserver: Serve returned <nil>", "draining loses nothing")
	assert.Contains(t, shown, "everything: false,", "Close loses what was in flight")
}
