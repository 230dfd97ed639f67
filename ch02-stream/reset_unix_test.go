//go:build unix

package stream

import (
	"context"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The errors that the reset and broken-pipe examples print, by identity.
func TestResetErrors(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		orSkip(t, crash(ctx, io.Discard, client, server))
		_, err := client.Read(make([]byte, 1))
		require.ErrorIs(t, err, syscall.ECONNRESET, "Read is told of the RST")
		_, err = client.Read(make([]byte, 1))
		require.Equal(t, io.EOF, err, "and only once")
		_, err = client.Write([]byte("x"))
		require.ErrorIs(t, err, syscall.EPIPE, "there is nothing left to write to")
	})
}
