package bsdapi

import (
	"context"
	"net"
	"testing"

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
	Reset: func(conn echotest.Conn) error { return conn.(*Client).reset() },
	Pipe:  pipe,
}

// pipe is a client's connection and the server's end of it, both made by hand.
func pipe() (client, server net.Conn, stop func(), err error) {
	ln, err := listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		return nil, nil, nil, err
	}
	defer ln.Close()
	c, err := Dial(context.Background(), ln.local.String())
	if err != nil {
		return nil, nil, nil, err
	}
	s, err := acceptConn(ln)
	if err != nil {
		_ = c.Close()
		return nil, nil, nil, err
	}
	stop = func() {
		_ = c.Close() // TestConn may have closed either
		_ = s.Close()
	}
	return c, s, stop, nil
}

func TestServer(t *testing.T) { echotest.Stream(t, subject) }

// What one client may have of the server is bounded.
func TestLimits(t *testing.T) { echotest.Limited(t, subject, bufferSize) }

func TestHear(t *testing.T) { echotest.Late(t, hear) }
