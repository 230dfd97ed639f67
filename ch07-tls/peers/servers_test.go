package peers

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serverTests are what a server has to stand, beside clients that behave.
var serverTests = map[string]func(ctx context.Context, t *testing.T, p *papers, addr string){
	"TLS 1.3":       testVersion,
	"not let in":    testNotLetIn,
	"half-close":    testHalfClose,
	"many at once":  testManyAtOnce,
	"silent":        testSilent,
	"vanishing":     testVanishing,
	"never reading": testNeverReading,
}

// Both know the newest version, so they agree on it. Nobody agrees on an old
// one.
func testVersion(ctx context.Context, t *testing.T, p *papers, addr string) {
	client, err := dial(ctx, p, addr, p.client)
	require.NoError(t, err)
	require.Equal(t, "TLS 1.3", tls.VersionName(client.ConnectionState().Version))
	require.NoError(t, client.Close())
	old := p.dialling(p.client)
	old.MinVersion, old.MaxVersion, old.ServerName = tls.VersionTLS10, tls.VersionTLS11, "127.0.0.1"
	_, err = (&tls.Dialer{Config: old}).DialContext(ctx, "tcp", addr)
	require.Error(t, err, "TLS 1.1")
}

// Who is not known to the authority gets nothing back. The client's part of the
// handshake is over when it hears of it.
func testNotLetIn(ctx context.Context, t *testing.T, p *papers, addr string) {
	for _, id := range p.notClients {
		client, err := dial(ctx, p, addr, id)
		require.NoError(t, err, id.what)
		back, err := client.Echo(ctx, []byte("let me in"))
		assert.Error(t, err, id.what)
		assert.Empty(t, back, id.what)
		t.Logf("%s: %v", id.what, err)
		assert.NoError(t, client.NetConn().Close())
	}
	_, err := echo(ctx, p, addr, []byte("and me"))
	require.NoError(t, err, "the next one is let in")
}

// The client has finished sending long before it has everything back.
func testHalfClose(ctx context.Context, t *testing.T, p *papers, addr string) {
	client, err := dial(ctx, p, addr, p.client)
	require.NoError(t, err)
	defer client.Close()
	msg := random(4 << 20)
	wrote := make(chan error, 1)
	go func() {
		_, err := client.Write(msg)
		if err == nil {
			err = client.CloseWrite()
		}
		wrote <- err
	}()
	back, err := io.ReadAll(client)
	require.NoError(t, err)
	require.True(t, bytes.Equal(msg, back), "%d bytes went out, these %d came back", len(msg), len(back))
	require.NoError(t, <-wrote)
}

// Twenty clients are connected all the while, and none waits for another.
func testManyAtOnce(ctx context.Context, t *testing.T, p *papers, addr string) {
	const clients = 20
	var connected, done sync.WaitGroup
	connected.Add(clients)
	msg := random(100_000)
	for range clients {
		done.Go(func() {
			client, err := dial(ctx, p, addr, p.client)
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

// A client that connects and never shakes hands keeps nobody waiting.
func testSilent(ctx context.Context, t *testing.T, p *papers, addr string) {
	var d net.Dialer
	silent, err := d.DialContext(ctx, "tcp", addr)
	require.NoError(t, err)
	defer silent.Close()
	ctx, stop := context.WithTimeout(ctx, 8*time.Second) // before it is dropped
	defer stop()
	_, err = echo(ctx, p, addr, []byte("hello"))
	require.NoError(t, err)
}

// A client that is killed resets its connection, perhaps in the middle of the
// server's write. That ends the one connection, not the server.
func testVanishing(ctx context.Context, t *testing.T, p *papers, addr string) {
	other, err := dial(ctx, p, addr, p.client)
	require.NoError(t, err)
	defer other.Close()
	for range 3 {
		client, err := dial(ctx, p, addr, p.client)
		require.NoError(t, err)
		_ = client.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		_, _ = client.Write(random(1 << 20)) // as much as goes without reading
		raw := client.NetConn().(*net.TCPConn)
		require.NoError(t, raw.SetLinger(0))
		require.NoError(t, raw.Close(), "close sends RST")
	}
	back, err := other.Echo(ctx, []byte("still there?"))
	require.NoError(t, err, "a connection of before goes on")
	require.Equal(t, "still there?", string(back))
	_, err = echo(ctx, p, addr, []byte("still there?"))
	require.NoError(t, err, "the server accepts further ones")
}

// A server that read from a client that does not would fill its memory. It
// stops reading; the client's writes stop; and nothing is lost.
func testNeverReading(ctx context.Context, t *testing.T, p *papers, addr string) {
	client, err := dial(ctx, p, addr, p.client)
	require.NoError(t, err)
	defer client.Close()
	piece := random(1 << 20)
	var written atomic.Int64
	wrote := make(chan error, 1)
	var enough atomic.Bool
	go func() {
		for !enough.Load() {
			if _, err := client.Write(piece); err != nil {
				wrote <- err
				return
			}
			written.Add(int64(len(piece)))
		}
		wrote <- client.CloseWrite()
	}()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for before := int64(-1); before != written.Load(); <-tick.C {
		before = written.Load()
		require.Less(t, before, int64(64<<20), "the writes of a client that does not read come to wait")
	}
	enough.Store(true)
	back, err := io.ReadAll(client)
	require.NoError(t, err)
	require.NoError(t, <-wrote)
	require.Equal(t, written.Load(), int64(len(back)))
	require.True(t, bytes.Equal(bytes.Repeat(piece, len(back)/len(piece)), back))
}
