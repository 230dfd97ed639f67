package sockerrors

import (
	"context"
	"net"
	"slices"
	"time"
)

// Between two tries to accept when something stands in the way that passes. A
// queued connection is not lost meanwhile: the kernel keeps it.
const (
	firstDelay = 5 * time.Millisecond
	maxDelay   = time.Second
)

// accept wraps accept4(2). To try again at once would be a loop at full speed,
// for the listener stays readable, so accept waits: longer each time if the
// machine has run out of something, and a moment if a connection has died in
// the queue, for with the error it has left the queue.
func (s *Server) accept(ctx context.Context) (*net.TCPConn, error) {
	var delay time.Duration
	for {
		conn, err := s.ln.AcceptTCP()
		if err == nil {
			return conn, nil
		}
		if ctx.Err() != nil || s.closed.Err() != nil {
			return nil, err // it was asked for
		}
		delay = pauseAfter(s.met(err), delay)
		if delay == 0 {
			return nil, err
		}
		s.logf("%v; trying again in %v", err, delay)
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return nil, net.ErrClosed
		case <-s.closed.Done():
			return nil, net.ErrClosed
		}
	}
}

// pauseAfter is how long to wait before the next try, last being the pause
// before; 0 if there should be none.
func pauseAfter(kind Kind, last time.Duration) time.Duration {
	switch {
	case slices.Contains(died, kind):
		return firstDelay
	case slices.Contains(exhausted, kind):
		return min(max(2*last, firstDelay), maxDelay)
	}
	return 0
}

// What accept may report and yet succeed later (accept(2), "Error handling").
// The kinds are the same on every system; the numbers are not.
var (
	exhausted = []Kind{TooManyFiles, NoBuffers}
	died      = []Kind{Reset, Aborted, NotConnected, Interrupted, Unreachable, NetworkDown, Protocol}
)
