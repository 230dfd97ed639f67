package sockerrors

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

// subject is the chapter's server and client, as the contract takes them.
var subject = echotest.Subject{
	Addr: func() string { return "127.0.0.1:0" },
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
	Reset: func(conn echotest.Conn) error {
		if err := conn.(*Client).SetLinger(0); err != nil {
			return err
		}
		return conn.Close()
	},
	Pipe: pipe,
}

// pipe is a client's connection and the server's end of it.
func pipe() (client, server net.Conn, stop func(), err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, nil, err
	}
	defer ln.Close()
	c, err := Dial(context.Background(), ln.Addr().String())
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

func TestServer(t *testing.T) { echotest.Stream(t, subject) }

// What one client may have of the server is bounded.
func TestLimits(t *testing.T) { echotest.Limited(t, subject, bufferSize) }

func TestHear(t *testing.T) { echotest.Late(t, hear) }

// A draining server that has ended its stream reads on: a client that was
// about to send learns it from EOF, not from a reset that may cost it bytes.
func TestDrainReadsOn(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
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
	for range 3 { // a closed end would answer the first with RST, and the next would fail
		_, err = client.Write([]byte("too late"))
		require.NoError(t, err, "the server's end must be half-closed, not closed")
	}
	require.NoError(t, client.Close())
	require.NoError(t, <-served)
}
