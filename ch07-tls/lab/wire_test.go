package trust_test

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// A flow is one direction of a wire. It stores what is written until it is
// read, as the kernel does.
type flow struct {
	mu      sync.Mutex
	moved   *sync.Cond
	waiting []byte
	crossed []byte // all that was ever written
	over    bool   // the writer has closed
	gone    bool   // the reader has
}

// An end is a net.Conn in memory. Its deadlines are of the bubble's time.
type end struct {
	in, out *flow
	reads   time.Time // deadline, guarded by in.mu
	writes  time.Time // likewise, by out.mu
}

// wire is a connection from a client to a server.
func wire() (client, server *end) {
	up, down := new(flow), new(flow)
	up.moved, down.moved = sync.NewCond(&up.mu), sync.NewCond(&down.mu)
	return &end{in: down, out: up}, &end{in: up, out: down}
}

func (e *end) Read(p []byte) (int, error) {
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	for {
		switch {
		case e.in.gone:
			return 0, net.ErrClosed
		case past(e.reads):
			return 0, os.ErrDeadlineExceeded
		case len(e.in.waiting) > 0:
			n := copy(p, e.in.waiting)
			e.in.waiting = e.in.waiting[n:]
			return n, nil
		case e.in.over:
			return 0, io.EOF
		}
		e.in.moved.Wait()
	}
}

func (e *end) Write(p []byte) (int, error) {
	e.out.mu.Lock()
	defer e.out.mu.Unlock()
	switch {
	case e.out.over:
		return 0, net.ErrClosed
	case past(e.writes):
		return 0, os.ErrDeadlineExceeded
	case e.out.gone:
		return 0, syscall.EPIPE
	}
	e.out.waiting = append(e.out.waiting, p...)
	e.out.crossed = append(e.out.crossed, p...)
	e.out.moved.Broadcast()
	return len(p), nil
}

// Close ends both directions. What is under way arrives.
func (e *end) Close() error {
	e.in.change(func() { e.in.gone = true })
	e.out.change(func() { e.out.over = true })
	return nil
}

// closed reports whether this end was.
func (e *end) closed() bool {
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	return e.in.gone
}

// sent is all that this end has written.
func (e *end) sent() string {
	e.out.mu.Lock()
	defer e.out.mu.Unlock()
	return string(e.out.crossed)
}

func (f *flow) change(what func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	what()
	f.moved.Broadcast()
}

func past(deadline time.Time) bool {
	return !deadline.IsZero() && !time.Now().Before(deadline)
}

func (e *end) SetDeadline(t time.Time) error {
	_ = e.SetReadDeadline(t)
	return e.SetWriteDeadline(t)
}

func (e *end) SetReadDeadline(t time.Time) error {
	e.in.change(func() { e.reads = t })
	if !t.IsZero() {
		time.AfterFunc(time.Until(t), func() { e.in.change(func() {}) })
	}
	return nil
}

// Nobody waits in a write: there is always room.
func (e *end) SetWriteDeadline(t time.Time) error {
	e.out.change(func() { e.writes = t })
	return nil
}

type name string

func (name) Network() string  { return "memory" }
func (n name) String() string { return string(n) }

func (e *end) LocalAddr() net.Addr  { return name("here") }
func (e *end) RemoteAddr() net.Addr { return name("there") }
