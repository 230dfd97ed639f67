package stream

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeWait(t *testing.T) {
	text := show(t, TimeWait)
	assert.Contains(t, text, "kernel: client closed first: TIME-WAIT")
	assert.Contains(t, text, "kernel: server closed first: TIME-WAIT")
	assert.Regexp(t, "again, SO_REUSEADDR 0: .*address already in use", text, "a connection in TIME-WAIT holds the port")
	assert.Regexp(t, "again, SO_REUSEADDR 1: listening on", text, "SO_REUSEADDR overlooks it")
}

func TestRestartErrors(t *testing.T) {
	ctx := t.Context()
	ln, err := listenReuse(ctx, "127.0.0.1:0", 1)
	require.NoError(t, err)
	defer ln.Close()
	_, err = listenReuse(ctx, ln.Addr().String(), 1)
	require.ErrorIs(t, err, syscall.EADDRINUSE, "SO_REUSEADDR does not share a port between listeners")

	require.NoError(t, serveOne(ctx, ln))
	_, err = listenReuse(ctx, ln.Addr().String(), 0)
	require.ErrorIs(t, err, syscall.EADDRINUSE, "TIME-WAIT holds the port")
	again, err := listenReuse(ctx, ln.Addr().String(), 1)
	require.NoError(t, err)
	require.NoError(t, again.Close())
}
