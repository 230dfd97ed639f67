package securestream

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"
)

// Between two tries to accept when the process or the system has run out of
// something. A queued connection is not lost meanwhile: the kernel keeps it.
const (
	firstDelay = 5 * time.Millisecond
	maxDelay   = time.Second
)

// accept waits for a TCP connection, on which nothing of TLS has been said
// yet. A tls.Listener would not either: the handshake happens at the first
// Read or Write. Out of descriptors, it tries again, less and less often.
func (s *Server) accept(ctx context.Context) (*net.TCPConn, error) {
	for delay := firstDelay; ; delay = min(2*delay, maxDelay) {
		conn, err := s.ln.AcceptTCP()
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
	return slices.ContainsFunc(exhausted, func(e errno) bool { return errors.Is(err, e) })
}
