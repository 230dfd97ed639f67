package stream

import (
	"bytes"
	"context"
	"errors"
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

// Who is dropped leaves nothing in the kernel: no end of a connection that
// still waits to deliver megabytes to a client that will not have them.
func TestDroppedConnectionIsGone(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	server.IdleTimeout = 200 * time.Millisecond
	go func() { _ = server.Serve(t.Context()) }() // Close ends it, and waits
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	_ = client.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = client.Write(make([]byte, 512<<10)) // comes back as far as the client's buffer holds it
	require.NoError(t, err)

	err = awaitTable(t.Context(), client.RemoteAddr(), client.LocalAddr(), "gone")
	var lack missing
	if errors.As(err, &lack) {
		t.Skip(lack)
	}
	require.NoError(t, err, "a server's end that is closed but not reset lives on while its data does")
}

// Whatever the bytes and wherever they are cut, they come back as they went.
func FuzzEcho(f *testing.F) {
	f.Add([]byte("hello, stream"), []byte{0})
	f.Add([]byte("one\ntwo\r\n\x00three\xff"), []byte{3, 1, 255})
	f.Add(bytes.Repeat([]byte("0123456789abcde"), 10_000), []byte{200, 7, 90})
	server, err := Listen(f.Context(), "127.0.0.1:0")
	require.NoError(f, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	f.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	f.Fuzz(func(t *testing.T, msg, cuts []byte) {
		client, err := Dial(t.Context(), server.Addr().String())
		require.NoError(t, err)
		defer client.Close()
		_ = client.SetLinger(0) // without TIME_WAIT, or a long run uses up the ports
		_ = client.SetDeadline(time.Now().Add(10 * time.Second))
		wrote := make(chan error, 1)
		go func() { wrote <- writeCut(client, msg, cuts) }()
		reply := make([]byte, len(msg))
		_, err = io.ReadFull(client, reply)
		require.NoError(t, err, "%d bytes must come back", len(msg))
		require.NoError(t, <-wrote)
		require.True(t, bytes.Equal(msg, reply), "the bytes that come back are those that were sent")
	})
}

// writeCut writes msg in pieces: each of cuts, again and again, gives the
// length of one. No message is cut into more than 1000.
func writeCut(w io.Writer, msg, cuts []byte) error {
	least := len(msg)/1000 + 1
	for i := 0; len(msg) > 0; i++ {
		n := len(msg)
		if len(cuts) > 0 {
			c := int(cuts[i%len(cuts)])
			n = min(n, least+c*c)
		}
		if _, err := w.Write(msg[:n]); err != nil {
			return err
		}
		msg = msg[n:]
	}
	return nil
}
