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
	assert.Contains(t, text, "a turn, 1.0 times one write", "one write is what the others are measured by")
	assert.Regexp(t, `two writes, TCP_NODELAY: .* a turn, \d+(\.\d)? times`, text)
	assert.Regexp(t, `two writes, Nagle's algorithm: .* a turn, \d+(\.\d)? times`, text)
	if runtime.GOOS == "linux" {
		assert.Contains(t, text, "on a connection that Go has made: 1", "Go sets TCP_NODELAY by itself")
	}
}

// A ratio below 10 has a decimal: 34 µs are not one time 19 µs.
func TestMultiple(t *testing.T) {
	for want, a := range map[string]time.Duration{"1.0": 19, "1.8": 34, "9.9": 188, "10": 190, "2316": 44_004} {
		assert.Equal(t, want, multiple(a, 19))
	}
	assert.Equal(t, "0.0", multiple(0, 0), "a clock that has not moved is no reason to divide by 0")
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
