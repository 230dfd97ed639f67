package stream

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimedOut(t *testing.T) {
	text := show(t, TimedOut)
	assert.Regexp(t, `client: data: Write: 8 bytes, <nil>`, text, "Write has handed the bytes to the kernel, no more")
	assert.Regexp(t, `client: data: Read waited [12].*s: .*: connection timed out`, text)
	assert.Regexp(t, `client: SYN: Dial waited .*s: .*: connect: connection timed out`, text)
	assert.Regexp(t, `client: dialer: Dial waited .*s: .*: i/o timeout`, text, "the dialer's own limit reads differently")
	assert.Contains(t, text, "kernel: data: TCP_USER_TIMEOUT 1000 ms", "the kernel has taken the option")
	assert.Contains(t, text, "kernel: SYN: TCP_USER_TIMEOUT 1000 ms")
	assert.Contains(t, text, "kernel: dialer: TCP_USER_TIMEOUT 0 ms", "the dialer's limit is none of the kernel's")
}

func TestKeepAlive(t *testing.T) {
	text := show(t, KeepAlive)
	assert.Contains(t, text, "Go's default: SO_KEEPALIVE 1, idle 15 s, interval 15 s, count 9")
	assert.Regexp(t, `client: Read waited .*s: .*: connection timed out`, text, "probes without an answer end the Read")
	assert.Contains(t, text, "deaf peer: ESTABLISHED", "the peer that cannot hear still believes in the connection")
	assert.Contains(t, text, `hearing peer: read "I am here"`, "a peer that answers the probes is kept")
}

// ETIMEDOUT is a timeout, and not the one that a deadline makes.
func TestUserTimeoutError(t *testing.T) {
	t.Parallel()
	onPair(t, func(_ context.Context, client, server *net.TCPConn) {
		requireLoss(t, loseIncoming(server, 100))
		require.NoError(t, setUserTimeout(client, 300*time.Millisecond))
		_, err := client.Write([]byte("anybody?"))
		require.NoError(t, err)
		_, err = client.Read(make([]byte, 1))
		require.ErrorIs(t, err, syscall.ETIMEDOUT)
		assert.NotErrorIs(t, err, os.ErrDeadlineExceeded, "no deadline was set")
		var timeout net.Error
		require.True(t, errors.As(err, &timeout) && timeout.Timeout(), "Timeout() holds for both kinds")
	})
}
