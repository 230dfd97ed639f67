package batching

import (
	"context"
	"fmt"
	"log"
	"net"
	"sync"
	"time"
)

// A Server is a UDP echo server that reads as many datagrams as wait, up to a
// bound, with one system call, and answers them with one. One goroutine and
// one set of buffers serve everybody.
//
// Change the exported fields between Listen and Serve, not later.
type Server struct {
	Plain bool        // a datagram a call, as where the kernel offers no more
	Log   *log.Logger // nil: silent

	// Budget is how many bytes a second go to one source address at most; the
	// rest of its datagrams stay unanswered. 0: no bound. See [budget].
	Budget int

	conn     *net.UDPConn
	port     uint16
	anywhere bool // bound to a wildcard: each datagram says what it was sent to
	offers   offers
	counters counters
	spent    *budget    // nil: no bound
	serving  sync.Mutex // held while Serve runs
}

// Listen wraps socket(2) and bind(2), and asks the kernel what it offers. The
// server is bound when it returns: what arrives before [Server.Serve] waits in
// the receive buffer. A port of 0 asks the kernel for a free one;
// [Server.Addr] tells which. ctx bounds the resolving of a name.
//
// Errors: a *net.OpError around syscall.EADDRINUSE, EADDRNOTAVAIL or EACCES.
func Listen(ctx context.Context, addr string) (*Server, error) {
	var lc net.ListenConfig
	pc, err := lc.ListenPacket(ctx, "udp", addr)
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	s := &Server{conn: pc.(*net.UDPConn)}
	local := s.conn.LocalAddr().(*net.UDPAddr).AddrPort()
	s.port = local.Port()
	s.offers, err = probe(s.conn)
	if err == nil && local.Addr().IsUnspecified() {
		s.anywhere, err = askDestination(s.conn)
	}
	if err != nil {
		_ = s.conn.Close() // the first error is the one to tell
		return nil, fmt.Errorf("echo server: %w", err)
	}
	return s, nil
}

// SetLog sets Log, for a caller that holds the server in an interface.
func (s *Server) SetLog(l *log.Logger) { s.Log = l }

// SetBudget sets Budget, for such a caller.
func (s *Server) SetBudget(bytes int) { s.Budget = bytes }

// Addr is the address the server is bound to.
func (s *Server) Addr() net.Addr { return s.conn.LocalAddr() }

// Path says how datagrams are moved: "plain", a call each; "mmsg", many a
// call; "mmsg gso gro", with some of many datagrams each. After a fallback it
// says "mmsg gro". It may be called at any time.
func (s *Server) Path() string {
	if s.Plain {
		return offers{}.String()
	}
	return s.counters.path(s.offers).String()
}

// Counts says what moving datagrams has cost so far. It may be called at any
// time.
func (s *Server) Counts() Counts { return s.counters.counts() }

// Serve answers until ctx ends, closes the socket and returns nil. There is
// nothing to drain: what waits unread in the receive buffer is lost, as any
// datagram may be. After Close it returns net.ErrClosed. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	defer s.conn.Close() // closed already if Close was called
	// A deadline in the past ends the call that waits, which reports it.
	wake := func() { _ = s.conn.SetDeadline(time.Unix(1, 0)) }
	defer context.AfterFunc(ctx, wake)()

	if s.Budget > 0 {
		s.spent = newBudget(s.Budget)
	}
	err := s.answerAll(ctx)
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("echo server: %w", err)
}

// Close closes the socket and waits for Serve to return. It always returns
// nil.
func (s *Server) Close() error {
	_ = s.conn.Close() // closed already if Serve has returned
	s.serving.Lock()   // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}

func (s *Server) logf(format string, args ...any) {
	if s.Log != nil {
		s.Log.Printf(format, args...)
	}
}
