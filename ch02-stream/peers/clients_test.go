package peers

import (
	"context"
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

// clientTests are a client's errors: the text on its standard error, and a
// status of 1.
var clientTests = map[string]func(ctx context.Context, t *testing.T, p *peer){
	"refused":         testRefused,
	"closed too soon": testClosedTooSoon,
}

func requireFailed(t *testing.T, err error) {
	t.Helper()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "the client fails")
	require.Equal(t, 1, exit.ExitCode(), "it says so by its status")
}

// Nobody listens: connect fails with ECONNREFUSED.
func testRefused(ctx context.Context, t *testing.T, p *peer) {
	out, complaints, err := p.run(ctx, nobody(t), strings.NewReader("hello\n"))
	requireFailed(t, err)
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
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	in, user, err := os.Pipe()
	require.NoError(t, err)
	defer user.Close()
	defer in.Close()
	_, err = user.WriteString("hello\n")
	require.NoError(t, err)
	gone := make(chan error, 1)
	go func() { gone <- hello(ln) }()
	out, complaints, err := p.run(ctx, ln.Addr().String(), in)
	requireFailed(t, err)
	assert.NotEmpty(t, complaints, "the client says why")
	assert.Equal(t, "hello\n", string(out), "what came back before is shown")
	require.NoError(t, <-gone)
}

// hello sends six bytes back, then the end, and waits for the client's.
func hello(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.CopyN(conn, conn, int64(len("hello\n"))); err != nil {
		return err
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, conn) // the end, or a reset
	return nil
}
