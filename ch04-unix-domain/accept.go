package unixdomain

import (
	"context"
	"errors"
	"net"
	"slices"
	"syscall"
	"time"
)

// Between two tries to accept when the process or the system has run out of
// something. A queued connection is not lost meanwhile: the kernel keeps it.
const (
	firstDelay = 5 * time.Millisecond
	maxDelay   = time.Second
)

// accept wraps accept4(2). Being out of descriptors is no reason to end: a
// connection that closes gives one back. Trying again at once would be a loop
// at full speed, for the listener stays readable, so accept waits, longer each
// time.
func (s *Server) accept(ctx context.Context) (*net.UnixConn, error) {
	for delay := firstDelay; ; delay = min(2*delay, maxDelay) {
		conn, err := s.ln.AcceptUnix()
		if err == nil || !isExhausted(err) {
			return conn, err
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

// isExhausted reports whether accept failed for want of descriptors or memory
// (accept(2), "Errors"), and may succeed later.
func isExhausted(err error) bool {
	return slices.ContainsFunc(exhausted, func(e syscall.Errno) bool { return errors.Is(err, e) })
}
