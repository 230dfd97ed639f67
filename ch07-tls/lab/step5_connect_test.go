package trust_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"testing"
	"time"

	trust "sockbook/ch07-tls/lab"
)

// serve shakes hands as the test's server, in the background, and then says
// what it has to.
func (w *world) serve(far *end, config *tls.Config, says string) *tls.Conn {
	c := tls.Server(far, config)
	background(func() {
		_ = far.SetDeadline(time.Now().Add(24 * time.Hour))
		if c.Handshake() == nil && says != "" {
			_, _ = c.Write([]byte(says))
		}
	})
	return c
}

// TestConnectWaits has a server shake hands, and then think.
func TestConnectWaits(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), connect, near, w.plainCaller())
		home := w.serve(far, w.plainHost(), "")
		if time.Sleep(time.Hour); c.returned() {
			t.Fatalf("that the handshake has returned says nothing of what the server thinks of the client: it is let in when it is told so\ninput: a server that shakes hands and says nothing yet\ngot: %v\nwant: still waiting", c)
		}
		_, _ = home.Write([]byte{trust.Welcome})
		if !c.returned() || c.err != nil || c.conn == nil {
			t.Fatalf("a client that is welcome is let in\ninput: a Welcome, an hour after the handshake\ngot: %v\nwant: returned a connection", c)
		}
	})
}

// TestConnectRefused comes to a server that refuses when the client's own
// handshake is long done.
func TestConnectRefused(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), connect, near, w.plainCaller())
		home := w.serve(far, refusing(w.plainHost()), "")
		if !c.failed() || !errors.Is(c.err, trust.ErrRefused) || home.ConnectionState().HandshakeComplete {
			t.Fatalf("in TLS 1.3 a client's handshake returns before the server has seen its certificate: the refusal comes with the first Read\ninput: a server that refuses every client\ngot: %v\nwant: returned ErrRefused, and conn is closed", c)
		}
	})
}

// TestConnectBlames looks at whose fault it is.
func TestConnectBlames(t *testing.T) {
	for _, c := range []struct {
		why, input string
		refused    bool
		serve      func(w *world, far *end)
	}{
		{"an alert is the server's refusal, also when it comes before the client's handshake is done", "a server that speaks TLS 1.2 only, to a client of 1.3", true, func(w *world, far *end) {
			old := w.plainHost()
			old.MaxVersion = tls.VersionTLS12
			w.serve(far, old, "+")
		}},
		{"it is the client that refuses a server whose certificate it does not trust: the server has said nothing", "a server by an authority that the client does not know", false, func(w *world, far *end) {
			w.serve(far, host(selfSigned(w.t, server(home))), "+")
		}},
		{"a connection that ends is no answer: the server, or the network, may be down", "a server that ends the connection after the handshake", false, func(w *world, far *end) {
			_ = w.serve(far, w.plainHost(), "").Close()
		}},
		{"a connection that is cut is no answer: the server, or the network, may be down", "a connection cut in the middle of the handshake", false, func(_ *world, far *end) {
			_, _ = far.Read(make([]byte, 10))
			_ = far.Close()
		}},
		{"what does not speak TLS is not the server that was looked for", "a server that begins with 220 ready", false, func(_ *world, far *end) {
			_, _ = far.Write([]byte("220 ready\r\n"))
		}},
		{"one byte says that the client is let in, and no other byte does", `a server that says "-" after the handshake`, false, func(w *world, far *end) {
			w.serve(far, w.plainHost(), "-")
		}},
	} {
		meeting(t, func(t *testing.T, w *world, near, far *end) {
			caller := w.plainCaller()
			caller.MinVersion = tls.VersionTLS13
			call := begin(t.Context(), connect, near, caller)
			c.serve(w, far)
			if !call.failed() || errors.Is(call.err, trust.ErrRefused) != c.refused {
				t.Fatalf("%s\ninput: %s\ngot: %v; ErrRefused: %t\nwant: an error, and conn is closed; ErrRefused: %t", c.why, c.input, call, errors.Is(call.err, trust.ErrRefused), c.refused)
			}
		})
	}
}

// TestConnectKeepsErrors looks for what the handshake said of the server.
func TestConnectKeepsErrors(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), connect, near, w.plainCaller())
		w.serve(far, host(w.servers.issue(server("other.servers.test"))), "+")
		var name x509.HostnameError
		if !c.failed() || !errors.As(c.err, &name) {
			t.Fatalf("who reads the error wants to know what is wrong with the server: errors.As still finds it\ninput: a server of another name\ngot: %v\nwant: returned an error around a x509.HostnameError, and conn is closed", c)
		}
	})
}

// TestConnectLeavesTheRest has a server go on without a pause.
func TestConnectLeavesTheRest(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), connect, near, w.plainCaller())
		home := w.serve(far, w.plainHost(), "+hello")
		if !c.returned() || c.err != nil {
			t.Fatalf("a server may go on in the record that has the Welcome\ninput: \"+hello\" in one record\ngot: %v\nwant: returned a connection", c)
		}
		var rest []byte
		background(func() { rest, _ = io.ReadAll(c.conn) })
		_ = home.Close()
		if c.returned(); string(rest) != "hello" {
			t.Fatalf("what comes behind the Welcome is not Connect's: whoever reads more than his byte, or into a buffer that he drops, takes it from the caller\ninput: \"+hello\" in one record\ngot: %q left to read\nwant: \"hello\"", rest)
		}
	})
}

// TestConnectSilent comes to servers that say nothing, or no more.
func TestConnectSilent(t *testing.T) {
	for _, c := range []struct {
		which string
		serve func(w *world, far *end)
	}{
		{"accepts the connection, and says nothing", func(*world, *end) {}},
		{"shakes hands, and says nothing more", func(w *world, far *end) { w.serve(far, w.plainHost(), "") }},
	} {
		meeting(t, func(t *testing.T, w *world, near, far *end) {
			ctx, stop := context.WithCancelCause(t.Context())
			defer stop(nil)
			call := begin(ctx, connect, near, w.plainCaller())
			c.serve(w, far)
			stop(errEnough)
			if !call.failed() || !errors.Is(call.err, errEnough) {
				t.Fatalf("when ctx ends, so does Connect, with the cause: the context of a handshake does nothing for the Read that follows it\ninput: a server that %s; then ctx ends\ngot: %v\nwant: returned %q, and conn is closed", c.which, call, errEnough)
			}
		})
	}
}

// TestConnectOutlives ends the context of a Connect that has returned.
func TestConnectOutlives(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		c := begin(ctx, connect, near, w.plainCaller())
		home := w.serve(far, w.plainHost(), "+")
		if !c.returned() || c.err != nil {
			t.Fatalf("a client that is welcome is let in\ngot: %v\nwant: returned a connection", c)
		}
		time.Sleep(time.Hour)
		if err := echoes(c.conn, home); err != nil {
			t.Fatalf("ctx bounds how long it takes to come in, and not the visit: no deadline and nothing that waits for ctx may stay behind\ninput: Connect within a minute; an hour later a byte each way\ngot: %v\nwant: both bytes", err)
		}
	})
}
