package trust_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	trust "sockbook/ch07-tls/lab"
)

// A call is one of Accept or Connect, which may not have returned yet.
type call struct {
	raw  *end // what it was given
	done chan struct{}
	conn *tls.Conn
	err  error
}

// A side is Accept or Connect.
type side func(context.Context, net.Conn, *tls.Config) (*tls.Conn, error)

// begin calls it, and returns when it has returned or waits.
func begin(ctx context.Context, f side, raw *end, config *tls.Config) *call {
	c := &call{raw: raw, done: make(chan struct{})}
	go func() {
		defer close(c.done)
		c.conn, c.err = f(ctx, raw, config)
	}()
	synctest.Wait()
	return c
}

// returned reports whether it has, when everything stands still.
func (c *call) returned() bool {
	synctest.Wait()
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

func (c *call) String() string {
	switch {
	case !c.returned():
		return "still waiting"
	case c.err == nil:
		return "returned a connection"
	case !c.raw.closed():
		return fmt.Sprintf("returned %q, and conn is open", c.err)
	case c.conn != nil:
		return fmt.Sprintf("returned %q, and a connection", c.err)
	}
	return fmt.Sprintf("returned %q, and conn is closed", c.err)
}

// failed reports whether it has returned an error, and nothing else is left.
func (c *call) failed() bool {
	return c.returned() && c.err != nil && c.conn == nil && c.raw.closed()
}

// meeting runs a test with a wire, whose ends are closed after it: what waits
// there, waits no longer.
func meeting(t *testing.T, f func(t *testing.T, w *world, near, far *end)) {
	t.Helper()
	bubble(t, func(t *testing.T, w *world) { w.meet(func(near, far *end) { f(t, w, near, far) }) })
}

// meet gives f a wire of its own.
func (w *world) meet(f func(near, far *end)) {
	w.t.Helper()
	near, far := wire()
	defer near.Close()
	defer far.Close()
	f(near, far)
}

// background runs the test's own side of a connection.
func background(f func()) {
	go f()
	synctest.Wait()
}

// plainHost and plainCaller are configurations of the test's own that trust each
// other: it is Accept and Connect that are tested with them.
func (w *world) plainHost() *tls.Config {
	return &tls.Config{Certificates: one(w.servers.issue(server(home))), ClientAuth: tls.RequireAnyClientCert}
}

func (w *world) plainCaller() *tls.Config {
	return &tls.Config{Certificates: one(w.clients.issue(client(ada))), RootCAs: w.servers.pool(), ServerName: home}
}

// errNo is why a server of the test refuses.
var errNo = errors.New("this server takes nobody")

func refusing(c *tls.Config) *tls.Config {
	c.VerifyConnection = func(tls.ConnectionState) error { return errNo }
	return c
}

// alert reports whether an error is one that the other side has sent.
func alert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// errEnough is why the test ends a context.
var errEnough = errors.New("the test has waited long enough")

// echoes reports whether a byte comes through, one way and the other.
func echoes(a, b *tls.Conn) error {
	late := time.Now().Add(time.Minute)
	_ = a.NetConn().(*end).SetReadDeadline(late)
	_ = b.NetConn().(*end).SetReadDeadline(late)
	for range 2 {
		if _, err := a.Write([]byte("?")); err != nil {
			return err
		}
		if _, err := b.Read(make([]byte, 1)); err != nil {
			return err
		}
		a, b = b, a
	}
	return nil
}

var (
	accept  side = trust.Accept
	connect side = trust.Connect
)
