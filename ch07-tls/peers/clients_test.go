package peers

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clientTests are a client's handshakes, and its errors: the text on its
// standard error, and a status of 1.
var clientTests = map[string]func(ctx context.Context, t *testing.T, p *peer){
	"TLS 1.3":         testNewest,
	"not let in":      testRefusedEntry,
	"not the server":  testNotTheServer,
	"refused":         testRefused,
	"closed too soon": testClosedTooSoon,
	"cut off":         testCutOff,
}

func requireFailed(t *testing.T, err error, what string) {
	t.Helper()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s: the client fails", what)
	require.Equal(t, 1, exit.ExitCode(), "%s: it says so by its status", what)
}

// The server says on what the two agreed, and with whom.
func testNewest(ctx context.Context, t *testing.T, p *peer) {
	server, err := listen(ctx, p.papers, p.papers.server)
	require.NoError(t, err)
	back, err := p.echo(ctx, server.Addr().String(), []byte("hello\n"))
	log := server.end()
	require.NoError(t, err)
	require.Equal(t, "hello\n", string(back))
	require.Contains(t, log, "connected, TLS 1.3, ada")
	require.Contains(t, log, "finished, 6 bytes echoed")
}

// A client that the server does not let in says so, and the server never gets
// as far as its echo.
func testRefusedEntry(ctx context.Context, t *testing.T, p *peer) {
	for _, id := range p.papers.notClients {
		server, err := listen(ctx, p.papers, p.papers.server)
		require.NoError(t, err)
		out, complaints, err := p.run(ctx, server.Addr().String(), id, strings.NewReader("let me in\n"))
		log := server.end()
		requireFailed(t, err, id.what)
		assert.NotEmpty(t, complaints, id.what)
		assert.Empty(t, out, id.what)
		assert.Contains(t, log, "no handshake", id.what)
		assert.NotContains(t, log, "echoed", id.what)
		t.Logf("%s:\nclient: %sserver: %s", id.what, complaints, log)
	}
}

// A server that cannot show who it is gets not a byte.
func testNotTheServer(ctx context.Context, t *testing.T, p *peer) {
	for _, id := range p.papers.notServers {
		server, err := listen(ctx, p.papers, id)
		require.NoError(t, err)
		out, complaints, err := p.run(ctx, server.Addr().String(), p.papers.client, strings.NewReader("my secret\n"))
		log := server.end()
		requireFailed(t, err, id.what)
		assert.NotEmpty(t, complaints, id.what)
		assert.Empty(t, out, id.what)
		assert.NotContains(t, log, "finished", id.what)
		assert.NotRegexp(t, `[1-9]\d* bytes echoed`, log, id.what)
		t.Logf("%s:\nclient: %sserver: %s", id.what, complaints, log)
	}
}

// Nobody listens: connect fails with ECONNREFUSED.
func testRefused(ctx context.Context, t *testing.T, p *peer) {
	out, complaints, err := p.run(ctx, nobody(t), p.papers.client, strings.NewReader("hello\n"))
	requireFailed(t, err, "nobody")
	require.Regexp(t, "(?i)refused", complaints, "the client passes on what the system said")
	require.Empty(t, out)
}

// nobody returns an address where nobody listens, nor will: a connected socket
// holds its port.
func nobody(t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	conn, err := net.Dial("tcp", ln.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn.LocalAddr().String()
}

// The server closes while the client still waits for its user: the client ends,
// and does not pretend that all went well.
func testClosedTooSoon(ctx context.Context, t *testing.T, p *peer) {
	out, complaints, err := tooSoon(ctx, t, p, (*tls.Conn).CloseWrite)
	requireFailed(t, err, "close_notify")
	assert.NotEmpty(t, complaints, "the client says why")
	assert.Equal(t, "hello\n", string(out), "what came back before is shown")
}

// Somebody else ends the connection: FIN, without close_notify.
func testCutOff(ctx context.Context, t *testing.T, p *peer) {
	_, complaints, err := tooSoon(ctx, t, p, func(conn *tls.Conn) error {
		return conn.NetConn().(*net.TCPConn).CloseWrite()
	})
	requireFailed(t, err, "FIN")
	assert.NotEmpty(t, complaints, "the client says why")
	t.Log(complaints)
}

// tooSoon runs the client against a server that sends one line back, and then
// an end of its own choice.
func tooSoon(ctx context.Context, t *testing.T, p *peer, end func(*tls.Conn) error) (out []byte, complaints string, err error) {
	ln, err := tls.Listen("tcp", "127.0.0.1:0", p.papers.serving(p.papers.server))
	require.NoError(t, err)
	defer ln.Close()
	in, user, err := os.Pipe()
	require.NoError(t, err)
	defer user.Close()
	defer in.Close()
	_, err = user.WriteString("hello\n")
	require.NoError(t, err)
	gone := make(chan error, 1)
	go func() { gone <- hello(ln, end) }()
	out, complaints, err = p.run(ctx, ln.Addr().String(), p.papers.client, in)
	require.NoError(t, <-gone)
	return out, complaints, err
}

// hello sends six bytes back, then the end, and waits for the client's.
func hello(ln net.Listener, end func(*tls.Conn) error) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.CopyN(conn, conn, int64(len("hello\n"))); err != nil {
		return err
	}
	if err := end(conn.(*tls.Conn)); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, conn) // the end, or a reset
	return nil
}
