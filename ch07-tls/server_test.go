package securestream

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

// trust is a server's configuration and that of a client that trusts it.
func trust(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	authority, err := NewAuthority("test")
	require.NoError(t, err)
	cert, err := authority.Issue(ForServer("127.0.0.1", "localhost"))
	require.NoError(t, err)
	return &tls.Config{Certificates: []tls.Certificate{cert}}, &tls.Config{RootCAs: authority.Pool()}
}

// subject is the chapter's server and client, as the contract takes them.
func subject(t testing.TB) echotest.Subject {
	ours, theirs := trust(t)
	return echotest.Subject{
		Addr: func() string { return "127.0.0.1:0" },
		Listen: func(ctx context.Context, addr string, limits echotest.Limits) (echotest.Server, error) {
			s, err := ListenTLS(ctx, addr, ours)
			if err != nil {
				return nil, err
			}
			s.MaxConns, s.IdleTimeout, s.DrainTimeout = limits.MaxConns, limits.IdleTimeout, limits.DrainTimeout
			return s, nil
		},
		Dial: func(ctx context.Context, addr string) (echotest.Conn, error) {
			return DialTLS(ctx, addr, theirs)
		},
		Reset: func(conn echotest.Conn) error {
			raw := conn.(*Client).NetConn().(*net.TCPConn)
			if err := raw.SetLinger(0); err != nil {
				return err
			}
			return raw.Close()
		},
		Without: map[string]string{"NetConn": "run by TestNetConn, without what TLS cannot keep"},
	}
}

func TestServer(t *testing.T) { echotest.Stream(t, subject(t)) }

// What one client may have of the server is bounded.
func TestLimits(t *testing.T) { echotest.Limited(t, subject(t), bufferSize) }

func TestHear(t *testing.T) { echotest.Late(t, hear) }

// Who connects and says nothing has HandshakeTimeout, however patient the
// server is with those who have shaken hands.
func TestHandshakeTimeout(t *testing.T) {
	ours, _ := trust(t)
	server, err := ListenTLS(t.Context(), "127.0.0.1:0", ours)
	require.NoError(t, err)
	defer server.Close()
	server.HandshakeTimeout, server.IdleTimeout = 50*time.Millisecond, time.Hour
	go func() { _ = server.Serve(t.Context()) }() // Close waits for it
	silent, err := net.Dial("tcp", server.Addr().String())
	require.NoError(t, err)
	defer silent.Close()
	require.NoError(t, silent.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = silent.Read(make([]byte, 1))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the server must have hung up")
}

// A slowEnd is a client's end of a connection. Between a server's first answer
// and what the client says to it, the network takes a while.
type slowEnd struct {
	net.Conn
	answered func()
	writes   int
}

func (e *slowEnd) Write(b []byte) (int, error) {
	if e.writes++; e.writes == 2 { // the first is the ClientHello
		e.answered()
		time.Sleep(5 * quiet)
	}
	return e.Conn.Write(b)
}

// A handshake that has begun ends, though the server drains meanwhile: its
// client may be done with it before the server is. Who is silent is given up.
func TestDrainLetsHandshakesEnd(t *testing.T) {
	ours, theirs := trust(t)
	theirs.ServerName = "127.0.0.1"
	ctx, drain := context.WithCancel(t.Context())
	defer drain()
	server, err := ListenTLS(ctx, "127.0.0.1:0", ours)
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	connect := func() net.Conn {
		conn, err := net.Dial("tcp", server.Addr().String())
		require.NoError(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
		return conn
	}
	silent := connect()
	client := tls.Client(&slowEnd{Conn: connect(), answered: drain}, theirs)
	require.NoError(t, client.Handshake())
	_, err = silent.Read(make([]byte, 1))
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded, "who said nothing must be given up")
	_, err = client.Write([]byte("x"))
	require.NoError(t, err)
	require.NoError(t, client.CloseWrite())
	echoed, err := io.ReadAll(client)
	assert.NoError(t, err)
	assert.Equal(t, "x", string(echoed))
	assert.NoError(t, <-served)
}

// Who has nothing more to say when the server drains is told that it has
// ended: an end without close_notify could be anybody's doing.
func TestDrainSaysSo(t *testing.T) {
	ours, theirs := trust(t)
	theirs.ServerName = "127.0.0.1"
	ctx, drain := context.WithCancel(t.Context())
	defer drain()
	server, err := ListenTLS(ctx, "127.0.0.1:0", ours)
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	raw, err := net.Dial("tcp", server.Addr().String())
	require.NoError(t, err)
	defer raw.Close()
	require.NoError(t, raw.SetDeadline(time.Now().Add(20*time.Second)))
	client := tls.Client(strictEnd{raw}, theirs)
	require.NoError(t, client.Handshake())
	drain()
	_, err = client.Read(make([]byte, 1))
	assert.Equal(t, io.EOF, err, "a server that drains must send close_notify")
	require.NoError(t, client.Close())
	assert.NoError(t, <-served)
}

func BenchmarkEcho(b *testing.B) { echotest.Bench(b, subject(b)) }
