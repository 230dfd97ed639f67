package unixdomain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

// subject is the chapter's server and client, as the contract takes them.
func subject(tb testing.TB) echotest.Subject {
	tb.Helper()
	folder := shortDir(tb)
	var paths atomic.Int64
	return echotest.Subject{
		Addr: func() string { return filepath.Join(folder, fmt.Sprint("s", paths.Add(1))) },
		Listen: func(ctx context.Context, addr string, limits echotest.Limits) (echotest.Server, error) {
			s, err := Listen(ctx, addr)
			if err != nil {
				return nil, err
			}
			s.MaxConns, s.IdleTimeout, s.DrainTimeout = limits.MaxConns, limits.IdleTimeout, limits.DrainTimeout
			return s, nil
		},
		Dial: func(ctx context.Context, addr string) (echotest.Conn, error) {
			return Dial(ctx, addr)
		},
		Pipe: func() (net.Conn, net.Conn, func(), error) {
			return pipe(filepath.Join(folder, fmt.Sprint("p", paths.Add(1))))
		},
		Without: map[string]string{
			"Reset": "a Unix socket has no reset: SO_LINGER does nothing, and close is the only end",
		},
	}
}

// shortDir is a folder for sockets, gone after the test. The test must leave
// it empty. t.TempDir puts the name of the test into its path, which may then be
// too long for an address.
func shortDir(tb testing.TB) string {
	tb.Helper()
	needsUnixSockets(tb)
	folder, err := os.MkdirTemp("", "ud")
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, os.Remove(folder), "no file must be left") })
	return folder
}

// needsUnixSockets skips where the system has none: under Wine, for one.
func needsUnixSockets(tb testing.TB) {
	tb.Helper()
	s, err := Listen(context.Background(), "")
	if errors.Is(err, errors.ErrUnsupported) {
		tb.Skip(err)
	}
	require.NoError(tb, err)
	require.NoError(tb, s.Close())
}

// pipe is a client's connection and the server's end of it.
func pipe(path string) (client, server net.Conn, stop func(), err error) {
	ln, err := net.Listen("unix", path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer ln.Close()
	c, err := Dial(context.Background(), path)
	if err != nil {
		return nil, nil, nil, err
	}
	server, err = ln.Accept()
	if err != nil {
		_ = c.Close()
		return nil, nil, nil, err
	}
	stop = func() {
		_ = c.Close() // TestConn may have closed either
		_ = server.Close()
	}
	return c, server, stop, nil
}

func TestServer(t *testing.T) { echotest.Stream(t, subject(t)) }

func TestHear(t *testing.T) { echotest.Late(t, hear) }

// start serves in the background until the test ends.
func start(t *testing.T, addr string) *Server {
	t.Helper()
	server, err := Listen(t.Context(), addr)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return server
}

// answers fails unless the server at addr echoes.
func answers(t *testing.T, addr string) {
	t.Helper()
	client, err := Dial(t.Context(), addr)
	require.NoError(t, err)
	defer client.Close()
	_ = client.SetDeadline(time.Now().Add(10 * time.Second))
	reply, err := client.Echo(t.Context(), []byte("there?"))
	require.NoError(t, err)
	require.Equal(t, "there?", string(reply))
}

// A server that is given no address takes one that only our user can reach,
// and clears it away.
func TestListenChoosesAPrivatePath(t *testing.T) {
	server := start(t, "")
	path := server.Addr().String()
	answers(t, path)
	require.NoError(t, server.Close())
	_, err := os.Stat(filepath.Dir(path))
	assert.ErrorIs(t, err, os.ErrNotExist, "the folder goes with the server")
}

// A draining server that has ended its stream reads on: a client that was
// about to send learns it from EOF, not from a broken pipe.
func TestDrainReadsOn(t *testing.T) {
	needsUnixSockets(t)
	server, err := Listen(t.Context(), "")
	require.NoError(t, err)
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	_ = client.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = client.Echo(t.Context(), []byte("hello"))
	require.NoError(t, err)

	stop()
	_, err = client.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF, "the server ends the stream of a client that is silent")
	select {
	case <-served:
		require.FailNow(t, "the server must wait for the client's end of the stream")
	case <-time.After(100 * time.Millisecond):
	}
	_, err = client.Write([]byte("too late"))
	require.NoError(t, err, "the server's end must be half-closed, not closed")
	require.NoError(t, client.Close())
	require.NoError(t, <-served)
}

// What a server logs says which client it was, and how that ended.
func TestServerLogs(t *testing.T) {
	needsUnixSockets(t)
	server, err := Listen(t.Context(), "")
	require.NoError(t, err)
	var logged bytes.Buffer
	server.SetLog(log.New(&logged, "", 0))
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	_, err = client.Echo(t.Context(), []byte("hello"))
	require.NoError(t, err)
	stop()
	_, err = client.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF, "the server ends the stream of a client that is silent")
	require.NoError(t, client.Close())
	require.NoError(t, <-served)
	assert.Equal(t, "client 1: connected\nclient 1: finished, 5 bytes echoed\n", logged.String())
}
