package peers

import (
	"bytes"
	"context"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serverTests are what a server has to stand, beside clients that behave.
var serverTests = map[string]func(ctx context.Context, t *testing.T, addr string){
	"many at once":  testManyAtOnce,
	"vanishing":     testVanishing,
	"never reading": testNeverReading,
}

// Twenty clients are connected all the while, and none waits for another.
func testManyAtOnce(ctx context.Context, t *testing.T, addr string) {
	const clients = 20
	var connected, done sync.WaitGroup
	connected.Add(clients)
	msg := random(100_000)
	for range clients {
		done.Go(func() {
			client, err := dial(ctx, addr)
			if !assert.NoError(t, err) {
				connected.Done()
				return
			}
			defer client.Close()
			_, err = client.Echo(ctx, []byte("here"))
			assert.NoError(t, err, "each client is served while the others are connected")
			connected.Done()
			connected.Wait()
			back, err := client.Echo(ctx, msg)
			assert.NoError(t, err)
			assert.True(t, bytes.Equal(msg, back), "each client gets its own bytes back")
		})
	}
	done.Wait()
}

// A client that is killed resets its connection, perhaps in the middle of the
// server's write. That ends the one connection, not the server.
func testVanishing(ctx context.Context, t *testing.T, addr string) {
	other, err := dial(ctx, addr)
	require.NoError(t, err)
	defer other.Close()
	for range 3 {
		client, err := dial(ctx, addr)
		require.NoError(t, err)
		_ = client.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		_, _ = client.Write(random(1 << 20)) // as much as goes without reading
		require.NoError(t, client.SetLinger(0))
		require.NoError(t, client.Close(), "close sends RST")
	}
	back, err := other.Echo(ctx, []byte("still there?"))
	require.NoError(t, err, "a connection of before goes on")
	require.Equal(t, "still there?", string(back))
	back, err = echo(ctx, addr, []byte("still there?"))
	require.NoError(t, err, "the server accepts further ones")
	require.Equal(t, "still there?", string(back))
}

// A server that read from a client that does not would fill its memory. It
// stops reading; the client's writes stop; and nothing is lost.
func testNeverReading(ctx context.Context, t *testing.T, addr string) {
	client, err := dial(ctx, addr)
	require.NoError(t, err)
	defer client.Close()
	msg := bytes.Repeat(random(1<<20), 64) // far more than the kernel's buffers hold
	_ = client.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
	n, err := client.Write(msg)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "the writes of a client that does not read come to wait")
	require.NoError(t, client.CloseWrite())
	back, err := io.ReadAll(client)
	require.NoError(t, err)
	require.True(t, bytes.Equal(msg[:n], back), "%d bytes went out, these %d come back", n, len(back))
}
