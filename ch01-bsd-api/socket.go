package bsdapi

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A socket is a descriptor that never makes a thread wait. A call that cannot
// be done at once fails with EAGAIN; the socket then asks the poller to say
// when to try again. package net does the same, with a poller inside the
// runtime (internal/poll).
type socket struct {
	fd            handle
	local, remote *net.TCPAddr // remote is nil for a listener

	poller  *poller
	in, out waiter // one for each direction

	closed atomic.Bool
	using  sync.RWMutex // held to read during a call on fd, to write to close it
}

// newSocket takes fd over, and closes it if nothing can wait for it.
func newSocket(fd handle, local, remote *net.TCPAddr) (*socket, error) {
	p, err := joinPoller()
	if err != nil {
		_ = closeSocket(fd) // never used
		return nil, err
	}
	s := &socket{fd: fd, local: local, remote: remote, poller: p}
	for _, w := range []*waiter{&s.in, &s.out} {
		w.socket, w.done = s, make(chan error, 1)
	}
	s.in.events, s.out.events = pollIn, pollOut
	return s, nil
}

// call makes one system call on the descriptor, unless it is closed. The lock
// keeps it open meanwhile. A descriptor closed too early is worse than an
// error: its number goes to the next file opened, and the call to that.
func (s *socket) call(f func(fd handle) (int, error)) (int, error) {
	s.using.RLock()
	defer s.using.RUnlock()
	if s.closed.Load() {
		return 0, net.ErrClosed
	}
	return f(s.fd)
}

// Close wraps close(2). Whoever waits for the socket gets net.ErrClosed, and
// so does who closes it a second time.
func (s *socket) Close() error {
	if s.closed.Swap(true) {
		return net.ErrClosed
	}
	s.poller.forget(s)
	s.using.Lock()
	err := closeSocket(s.fd)
	s.using.Unlock()
	leavePoller()
	return err
}

// LocalAddr is what getsockname(2) gave when the socket was connected.
func (s *socket) LocalAddr() net.Addr { return s.local }

// RemoteAddr is the peer's address.
func (s *socket) RemoteAddr() net.Addr { return s.remote }

// SetReadDeadline sets when waiting for input ends, a wait that has begun
// included. A zero t is never.
func (s *socket) SetReadDeadline(t time.Time) error { return s.poller.setDeadline(&s.in, t) }

// SetWriteDeadline is SetReadDeadline for output.
func (s *socket) SetWriteDeadline(t time.Time) error { return s.poller.setDeadline(&s.out, t) }

// SetDeadline sets both.
func (s *socket) SetDeadline(t time.Time) error {
	if err := s.SetReadDeadline(t); err != nil {
		return err
	}
	return s.SetWriteDeadline(t)
}
