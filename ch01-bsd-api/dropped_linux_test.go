package bsdapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who is dropped leaves nothing in the kernel: no end of a connection that
// still waits to deliver what its client will not have.
func TestDroppedConnectionIsGone(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	server.IdleTimeout = 200 * time.Millisecond
	go func() { _ = server.Serve(t.Context()) }() // Close ends it, and waits
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	require.NoError(t, client.SetDeadline(time.Now().Add(patience)))
	_, err = client.Write(make([]byte, 512<<10)) // comes back as far as the client's buffer holds it
	require.NoError(t, err)

	assert.Eventually(t, func() bool {
		state, err := tableState(client.remote.AddrPort(), client.local.AddrPort())
		return err == nil && state == "gone"
	}, patience, 5*time.Millisecond, "a server's end that is closed but not reset lives on while its data does")
}
