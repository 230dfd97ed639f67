package sockerrors

import (
	"context"
	"log"
	"net"
	"sync"
	"time"
)

// A Server is a TCP echo server that asks of each error what it is, counts it
// by the answer, and acts upon it. The exported fields are its limits; change
// them between Listen and Serve, not later.
type Server struct {
	MaxConns     int           // served at once; others wait in the accept queue
	IdleTimeout  time.Duration // for one read, or to write one buffer; then RST
	DrainTimeout time.Duration // to finish in, once Serve's ctx has ended
	MaxBytes     int64         // echoed on one connection; 0: no bound
	Log          *log.Logger   // nil: silent

	// Admit, if not nil, is asked about each connection before it is served. An
	// error refuses it; otherwise leave is called when it has ended.
	Admit func(remote net.Addr) (leave func(), err error)

	ln      *net.TCPListener
	closed  context.Context // ends when Close is called
	close   context.CancelFunc
	serving sync.Mutex // held while Serve runs
	errors  tally
}

// Listen wraps socket(2), bind(2) and listen(2). The server is bound when it
// returns: a client can connect, though nobody answers before [Server.Serve].
// A port of 0 asks the kernel for a free one; [Server.Addr] tells which.
//
// Errors: Is(err, InUse), NotAvailable, AccessDenied, or HostNotFound if addr
// has a name. Their Hint says what the table does.
func Listen(ctx context.Context, addr string) (*Server, error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &hinted{"echo server", Explain(err)}
	}
	s := &Server{
		MaxConns:     1024,
		IdleTimeout:  2 * time.Minute,
		DrainTimeout: 5 * time.Second,
		ln:           ln.(*net.TCPListener),
	}
	s.closed, s.close = context.WithCancel(context.Background())
	return s, nil
}

// Errors tells how many errors of each kind the server has met. An end of
// stream is none. It may be called while Serve runs.
func (s *Server) Errors() map[Kind]int { return s.errors.counts() }

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
func (s *Server) next(ctx context.Context, slots chan<- struct{}) (*net.TCPConn, error) {
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
	_ = s.ln.Close() // closed already if Close was called
	late := time.AfterFunc(s.DrainTimeout, s.close)
	defer late.Stop()
	open.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return &hinted{"echo server", Explain(cause)}
}

// Close closes the listener and every connection at once, and waits for Serve
// to return. What was in flight is lost; a connection that Serve has accepted
// loses nothing if Serve's ctx ends instead. Close always returns nil.
func (s *Server) Close() error {
	_ = s.ln.Close() // closed already if Serve has returned
	s.close()        // the places that this frees are for nobody
	s.serving.Lock() // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}
