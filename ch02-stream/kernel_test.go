package stream

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience bounds a test that waits for the kernel.
const patience = 20 * time.Second

// onPair is withPair for a test, with one deadline over both ends.
func onPair(t *testing.T, f func(ctx context.Context, client, server *net.TCPConn)) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	require.NoError(t, withPair(ctx, func(client, server *net.TCPConn) error {
		f(ctx, client, server)
		return nil
	}))
}

// orSkip skips where the kernel cannot be asked.
func orSkip(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.NoError(t, err)
}

func TestTCPStateFollowsTheConnection(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		state, err := tcpState(client)
		orSkip(t, err)
		assert.Equal(t, "ESTABLISHED", state)
		require.NoError(t, client.CloseWrite())
		require.NoError(t, awaitState(ctx, client, "FIN-WAIT-2"), "the server's kernel has acknowledged the FIN")
		require.NoError(t, awaitState(ctx, server, "CLOSE-WAIT"), "the server has yet to finish")
		require.NoError(t, server.Close())
		require.NoError(t, awaitTable(ctx, client.LocalAddr(), client.RemoteAddr(), "TIME-WAIT"), "the end that finished first waits")
	})
}
