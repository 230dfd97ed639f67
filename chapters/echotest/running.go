package echotest

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// roomy limits are those that play no part in a property.
var roomy = Limits{MaxConns: 256, IdleTimeout: time.Minute, DrainTimeout: time.Minute}

// pause is how long the contract watches for what must not happen. Whatever
// would happen later goes unnoticed; nothing fails falsely.
const pause = 100 * time.Millisecond

// A running server has its Serve running until the property ends.
type running struct {
	Server
	subject Subject
	t       T
	cancel  context.CancelFunc // ends Serve's ctx
	done    chan struct{}      // closed once Serve has returned
	err     error              // what it returned
}

// listen binds a server that is closed when the property ends.
func (s Subject) listen(t T, addr string, limits Limits) Server {
	t.Helper()
	server, err := s.Listen(context.Background(), addr, limits)
	require.NoError(t, err, "Listen must bind a free address")
	t.Cleanup(func() {
		if err := s.within(func() { _ = server.Close() }); err != nil {
			t.Errorf("Close did not return: %v", err)
		}
	})
	return server
}

// serve runs a server's Serve in the background.
func (s Subject) serve(t T, server Server) *running {
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{Server: server, subject: s, t: t, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.err = server.Serve(ctx)
	}()
	t.Cleanup(cancel) // and then Close, which waits: listen's own Cleanup
	return r
}

// start is listen and serve.
func (s Subject) start(t T, limits Limits) *running {
	t.Helper()
	return s.serve(t, s.listen(t, s.Addr(), limits))
}

// dial connects a client, which is closed when the property ends.
func (r *running) dial() Conn {
	r.t.Helper()
	conn, err := r.tryDial()
	require.NoError(r.t, err, "a client must be able to connect")
	r.t.Cleanup(func() { _ = conn.Close() }) // most properties have closed it
	return conn
}

// tryDial is for a goroutine of its own, which must not end the test.
func (r *running) tryDial() (Conn, error) {
	ctx, stop := context.WithTimeout(context.Background(), r.subject.patience())
	defer stop()
	conn, err := r.subject.Dial(ctx, r.Addr().String())
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(time.Now().Add(r.subject.patience()))
}

// newcomer connects, sends a message, takes it back and leaves, all in the
// background, for the server may let it wait. The channel gives the outcome.
func (r *running) newcomer() <-chan error {
	outcome := make(chan error, 1)
	go func() {
		conn, err := r.tryDial()
		if err == nil {
			err = echo(conn, message(100), whole)
			_ = conn.Close()
		}
		outcome <- err
	}()
	return outcome
}

// stillServes says why a new client is not served, or nothing if it is.
func (r *running) stillServes(after string) {
	r.t.Helper()
	assert.NoError(r.t, <-r.newcomer(), "after %s the next client must be served", after)
}

// stopped waits for Serve to return.
func (r *running) stopped(after string) {
	r.t.Helper()
	err := r.subject.within(func() { <-r.done })
	require.NoError(r.t, err, "Serve must return after %s", after)
}

// within runs f, which may hang, and gives up waiting when patience ends.
func (s Subject) within(f func()) error {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		f()
	}()
	select {
	case <-finished:
		return nil
	case <-time.After(s.patience()):
		return fmt.Errorf("still waiting after %v", s.patience())
	}
}
