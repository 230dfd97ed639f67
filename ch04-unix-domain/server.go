package unixdomain

import (
	"context"
	"fmt"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A Server is an echo server on a Unix stream socket. The exported fields are
// its limits; change them between Listen and Serve, not later.
type Server struct {
	MaxConns     int           // served at once; others wait in the accept queue
	IdleTimeout  time.Duration // for one read, or to write one buffer; then dropped
	DrainTimeout time.Duration // to finish in, once Serve's ctx has ended
	Log          *log.Logger   // nil: silent

	ln      *net.UnixListener
	unbind  func()          // unlinks the path and closes ln, once
	clients atomic.Int64    // so far: most have no name but a number
	closed  context.Context // ends when Close is called
	close   context.CancelFunc
	serving sync.Mutex // held while Serve runs
}

// Listen wraps socket(2), bind(2) and listen(2). addr is a path; or "@name",
// which is a name in Linux's abstract namespace; or "", for a path in a new
// folder that only our user can enter, see [Server.Addr]. Only our user can
// connect to a path; to an abstract name, everybody in this network namespace.
//
// A socket file that a dead server left behind is replaced. One that a server
// listens on is not, nor is a file of any other kind. When the server ends,
// its file is gone.
//
// Errors: a *net.OpError around syscall.EADDRINUSE, EACCES or ENOENT; one that
// is syscall.ENAMETOOLONG; errors.ErrUnsupported where there are no such
// sockets, or no abstract names.
func Listen(ctx context.Context, addr string) (*Server, error) {
	ln, unlink, err := listen(ctx, addr)
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	s := &Server{
		MaxConns:     1024,
		IdleTimeout:  2 * time.Minute,
		DrainTimeout: 5 * time.Second,
		ln:           ln,
	}
	// The path goes first. While we still listen nobody takes the file for a
	// stale one, so what is removed is ours and not our successor's.
	s.unbind = sync.OnceFunc(func() {
		unlink()
		_ = ln.Close() // fails only on a closed listener
	})
	s.closed, s.close = context.WithCancel(context.Background())
	return s, nil
}

// SetLog sets Log, for a caller that holds the server in an interface.
func (s *Server) SetLog(l *log.Logger) { s.Log = l }

// Addr is the address the server is bound to.
func (s *Server) Addr() net.Addr { return s.ln.Addr() }

// Serve accepts connections and echoes what they send until ctx ends. Then it
// stops accepting, gives the open connections DrainTimeout to finish, and
// returns nil. After Close it returns net.ErrClosed. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	// A deadline in the past ends Accept, which reports it.
	wake := func() { _ = s.ln.SetDeadline(time.Unix(1, 0)) }
	defer context.AfterFunc(ctx, wake)()

	slots := make(chan struct{}, s.MaxConns)
	var open sync.WaitGroup
	for {
		conn, err := s.next(ctx, slots)
		if err != nil {
			return s.drain(ctx, &open, err)
		}
		open.Go(func() {
			s.serveConn(ctx, conn)
			<-slots
		})
	}
}

// next waits for a free slot, then for a connection.
func (s *Server) next(ctx context.Context, slots chan<- struct{}) (*net.UnixConn, error) {
	select {
	case slots <- struct{}{}:
		return s.accept(ctx) // Close ends it, and gives back all slots
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// drain gives the address back and waits for the open connections to end,
// DrainTimeout at most, then closes those that are left. cause is what ended
// the accept loop.
func (s *Server) drain(ctx context.Context, open *sync.WaitGroup, cause error) error {
	s.unbind()
	late := time.AfterFunc(s.DrainTimeout, s.close)
	defer late.Stop()
	open.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("echo server: %w", cause)
}

// Close closes the listener and every connection at once, removes the file,
// and waits for Serve to return. What was on its way to us is lost; nothing is
// if Serve's ctx ends instead. Close always returns nil.
func (s *Server) Close() error {
	s.unbind()
	s.close()        // the places that this frees are for nobody
	s.serving.Lock() // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}
