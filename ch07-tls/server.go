package securestream

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"sync"
	"time"
)

// A Server is an echo server over TLS. The exported fields are its limits;
// change them between Listen and Serve, not later.
type Server struct {
	MaxConns         int           // served at once, those in a handshake too
	HandshakeTimeout time.Duration // for the whole handshake; then dropped
	IdleTimeout      time.Duration // for one read, or to write one buffer
	DrainTimeout     time.Duration // to finish in, once Serve's ctx has ended
	MaxBytes         int64         // echoed on one connection; 0: no bound
	Log              *log.Logger   // nil: silent

	// Admit, if not nil, is asked about each connection before its handshake.
	// An error refuses it; otherwise leave is called when it has ended.
	Admit func(remote net.Addr) (leave func(), err error)

	ln      *net.TCPListener
	config  *tls.Config
	forget  func()          // undoes what Listen has put down for clients
	closed  context.Context // ends when Close is called
	close   context.CancelFunc
	serving sync.Mutex // held while Serve runs
}

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
	s.unbind()
	late := time.AfterFunc(s.DrainTimeout, s.close)
	defer late.Stop()
	open.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("echo server: %w", cause)
}

// unbind gives the address back.
func (s *Server) unbind() {
	s.forget()
	_ = s.ln.Close() // fails only on a closed listener
}

// Close closes the listener and every connection at once, without a word of
// TLS, and waits for Serve to return. It always returns nil.
func (s *Server) Close() error {
	s.unbind()
	s.close()        // the places that this frees are for nobody
	s.serving.Lock() // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}
