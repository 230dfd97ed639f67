package stream

import (
	"context"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoDelay(t *testing.T) {
	text := show(t, NoDelay)
	assert.Regexp(t, "two writes, Nagle's algorithm: .* a turn", text)
	if runtime.GOOS == "linux" {
		assert.Contains(t, text, "on a connection that Go has made: 1", "Go sets TCP_NODELAY by itself")
	}
}

// Nagle's algorithm waits for an acknowledgement that is delayed by 40 ms.
func TestNagleMeetsDelayedACK(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the delay is Linux's; this is " + runtime.GOOS)
	}
	onPair(t, func(_ context.Context, client, server *net.TCPConn) {
		require.NoError(t, client.SetNoDelay(false))
		each, err := measureTurns(client, server, writeTwice)
		require.NoError(t, err)
		assert.Greater(t, each, 30*time.Millisecond, "two small writes and then a read: each turn waits out the delay")
	})
	onPair(t, func(_ context.Context, client, server *net.TCPConn) {
		require.NoError(t, client.SetNoDelay(false))
		each, err := measureTurns(client, server, writeJoined)
		require.NoError(t, err)
		assert.Less(t, each, 30*time.Millisecond, "one write has nothing to wait for, Nagle's algorithm or not")
	})
}
