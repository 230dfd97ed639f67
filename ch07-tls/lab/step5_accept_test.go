package trust_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"time"
)

// TestAcceptWelcomes reads what a client is told that is let in.
func TestAcceptWelcomes(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), accept, far, w.plainHost())
		ada := tls.Client(near, w.plainCaller())
		var told []byte
		background(func() {
			_ = near.SetDeadline(time.Now().Add(time.Minute))
			if ada.Handshake() == nil {
				told, _ = io.ReadAll(ada)
			}
		})
		if !c.returned() || c.err != nil || c.conn == nil {
			t.Fatalf("a client that the configuration lets in is let in\ngot: %v\nwant: returned a connection", c)
		}
		_, _ = c.conn.Write([]byte("hello"))
		_ = c.conn.Close()
		c.returned()
		if string(told) != "+hello" {
			t.Fatalf("the client cannot know from its handshake that it is let in: the Welcome says so, once, before anything else\ninput: Accept, then \"hello\" through its connection\ngot: %q\nwant: \"+hello\"", told)
		}
	})
}

// TestAcceptRefuses has a client come that the configuration does not let in.
func TestAcceptRefuses(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		c := begin(t.Context(), accept, far, refusing(w.plainHost()))
		var told error
		background(func() {
			_ = near.SetDeadline(time.Now().Add(time.Minute))
			_, told = tls.Client(near, w.plainCaller()).Read(make([]byte, 1))
		})
		time.Sleep(time.Hour)
		if !c.failed() || !errors.Is(c.err, errNo) {
			t.Fatalf("a client that is refused is told so by the alert, and then there is nothing left to say: no connection is kept for it\ngot: %v\nwant: returned %q, and conn is closed", c, errNo)
		}
		if !alert(told) {
			t.Fatalf("a client that is refused is told so by the alert: who only hangs up leaves it guessing\ngot: %v\nwant: an alert", told)
		}
	})
}

// TestAcceptStrangers has programs come that do not speak TLS.
func TestAcceptStrangers(t *testing.T) {
	for _, says := range []string{"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x00\x05hello", ""} {
		meeting(t, func(t *testing.T, w *world, near, far *end) {
			c := begin(t.Context(), accept, far, w.plainHost())
			_, _ = near.Write([]byte(says))
			if says == "" {
				_ = near.Close()
			}
			if !c.failed() {
				t.Fatalf("whatever may reach the port, the server lives with it: an error, and a closed connection\ninput: a client that says %q, and no more\ngot: %v\nwant: an error, and conn is closed", says, c)
			}
		})
	}
}

// A mute loses what is written to it, but for the first time.
type mute struct {
	*end
	writes *atomic.Int32
}

func (m mute) Write(p []byte) (int, error) {
	if m.writes.Add(1) > 1 {
		return len(p), nil
	}
	return m.end.Write(p)
}

// TestAcceptSilent has clients come that say nothing, or no more.
func TestAcceptSilent(t *testing.T) {
	for _, c := range []struct {
		who string
		do  func(near *end, config *tls.Config)
	}{
		{"nothing", func(*end, *tls.Config) {}},
		{"half a record", func(near *end, _ *tls.Config) { _, _ = near.Write([]byte{22, 3, 1, 2, 0, 1}) }},
		{"its first flight, and never the second", func(near *end, config *tls.Config) {
			go func() { _ = tls.Client(mute{near, new(atomic.Int32)}, config).Handshake() }()
		}},
	} {
		meeting(t, func(t *testing.T, w *world, near, far *end) {
			ctx, stop := context.WithCancelCause(t.Context())
			defer stop(nil)
			call := begin(ctx, accept, far, w.plainHost())
			c.do(near, w.plainCaller())
			if time.Sleep(time.Hour); call.returned() {
				t.Fatalf("ctx says how long a client may take, and it has not ended\ninput: a client that says %s, for an hour\ngot: %v\nwant: still waiting", c.who, call)
			}
			stop(errEnough)
			if !call.failed() || !errors.Is(call.err, errEnough) {
				t.Fatalf("a client that is silent must not hold a server for ever: when ctx ends, so does Accept, with the cause\ninput: a client that says %s; then ctx ends\ngot: %v\nwant: returned %q, and conn is closed", c.who, call, errEnough)
			}
		})
	}
}

// TestAcceptOutlives ends the context of an Accept that has returned.
func TestAcceptOutlives(t *testing.T) {
	meeting(t, func(t *testing.T, w *world, near, far *end) {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		c := begin(ctx, accept, far, w.plainHost())
		ada := tls.Client(near, w.plainCaller())
		background(func() { _, _ = ada.Read(make([]byte, 1)) })
		if !c.returned() || c.err != nil {
			t.Fatalf("a client that the configuration lets in is let in\ngot: %v\nwant: returned a connection", c)
		}
		time.Sleep(time.Hour)
		if err := echoes(ada, c.conn); err != nil {
			t.Fatalf("ctx bounds how long it takes to come in, and not the visit: no deadline and nothing that waits for ctx may stay behind\ninput: Accept within a minute; an hour later a byte each way\ngot: %v\nwant: both bytes", err)
		}
	})
}
