package bsdapi

import (
	"os"
	"sync"
	"time"
)

// A waiter is one direction of a socket: who reads waits for other things than
// who writes.
type waiter struct {
	socket *socket
	events int16
	turn   sync.Mutex // held by who is reading, or writing
	done   chan error // how the wait ended

	// The poller's, under its lock.
	until  time.Time // deadline; zero is none
	asleep bool      // the poller may be looking at the descriptor
}

// try makes a call that may have to wait, alone in its direction.
func (w *waiter) try(f func(fd handle) (int, error)) (int, error) {
	w.turn.Lock()
	defer w.turn.Unlock()
	return w.tryHeld(f)
}

// tryHeld is try for a caller that has w.turn: call; if it would have had to
// wait, wait, and call again. That a socket is ready is no promise. By the
// time of the call a listener's client may have gone, and accept finds no one.
func (w *waiter) tryHeld(f func(fd handle) (int, error)) (int, error) {
	for {
		if w.socket.poller.expired(w) {
			return 0, os.ErrDeadlineExceeded
		}
		n, err := w.socket.call(f)
		switch {
		case wouldBlock(err):
			if err := w.socket.poller.await(w); err != nil {
				return 0, err
			}
		case !interrupted(err): // EINTR: nothing was done, so do it now
			return n, err
		}
	}
}

// late reports whether the deadline has passed. The poller calls it, and wake,
// under its lock.
func (w *waiter) late() bool { return !w.until.IsZero() && !time.Now().Before(w.until) }

// wake ends the wait.
func (w *waiter) wake(err error) {
	w.asleep = false
	w.done <- err
}
