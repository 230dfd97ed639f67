package stream

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDeadline(t *testing.T) {
	text := show(t, Deadline)
	assert.Contains(t, text, "os.ErrDeadlineExceeded: true", "a deadline is told by this error")
	assert.Contains(t, text, `deadline taken away: read "late"`, "a missed deadline loses no bytes")
	assert.Contains(t, text, "Read interrupted: the user pressed Stop", "a past deadline wakes a Read")
	assert.Regexp(t, "server: sends one byte every 10ms\nclient: one deadline: i/o timeout, about .* bytes in", text, "bytes that come do not move a deadline")
	assert.Contains(t, text, "still reading after 500ms", "a renewed deadline bounds the silence, not the whole")
}

// readCtx ends when ctx does, and the next Read is none the worse for it.
func TestReadCtx(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		why := errors.New("enough")
		for range 100 {
			request, cancel := context.WithCancelCause(ctx)
			go cancel(why) // before, during or after the call of Read
			_, err := readCtx(request, client, make([]byte, 8))
			require.ErrorIs(t, err, why, "the cause of the cancellation, not a timeout")
		}
		_, err := server.Write([]byte("bytes"))
		require.NoError(t, err)
		buf := make([]byte, 8)
		n, err := readCtx(ctx, client, buf)
		require.NoError(t, err, "no deadline is left behind")
		assert.Equal(t, "bytes", string(buf[:n]))
	})
}

// Bytes that arrive as ctx ends are either read or left for the next Read,
// which no deadline set too late may spoil.
func TestReadCtxRace(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		for range 2000 {
			request, cancel := context.WithCancel(ctx)
			go cancel()
			_, err := server.Write([]byte{'.'})
			require.NoError(t, err)
			if _, err := readCtx(request, client, make([]byte, 1)); err != nil {
				_, err = readCtx(ctx, client, make([]byte, 1))
				require.NoError(t, err, "the byte is still there to be read")
			}
			cancel()
		}
	})
}

// A Read that ends by itself is not touched by what ctx does later.
func TestReadCtxOwnErrors(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		require.NoError(t, client.SetReadDeadline(time.Unix(1, 0)))
		_, err := readCtx(ctx, client, make([]byte, 8))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded, "the connection's own deadline holds")
	})
}
