package bsdapi

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A Server is a TCP echo server. The exported fields are its limits; change
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

	ln      *socket
	closed  context.Context // ends when Close is called
	close   context.CancelFunc
	serving sync.Mutex // held while Serve runs
}

// Listen makes a socket and calls bind(2) and listen(2) on it. The server is
// bound when it returns: a client can connect, though nobody answers before
// [Server.Serve]. A port of 0 asks the kernel for a free one; [Server.Addr]
// tells which. No host means every IPv4 address of this machine.
//
// Errors: an *os.SyscallError around EADDRINUSE, EADDRNOTAVAIL, EACCES or
// EMFILE, or, for a name, a *net.DNSError.
func Listen(ctx context.Context, addr string) (*Server, error) {
	ln, err := listen(ctx, addr)
	if err != nil {
		return nil, fmt.Errorf("echo server: listen %s: %w", addr, err)
	}
	s := &Server{
		MaxConns:     1024,
		IdleTimeout:  2 * time.Minute,
		DrainTimeout: 5 * time.Second,
		ln:           ln,
	}
	s.closed, s.close = context.WithCancel(context.Background())
	return s, nil
}

func listen(ctx context.Context, hostport string) (*socket, error) {
	addr, err := resolve(ctx, hostport, netip.IPv4Unspecified())
	if err != nil {
		return nil, err
	}
	if err := startUp(); err != nil {
		return nil, err
	}
	fd, err := listenOn(addr)
	var local *net.TCPAddr
	if err == nil {
		local, err = localAddr(fd)
	}
	if err != nil {
		_ = closeSocket(fd) // or nothing, if fd is none
		return nil, err
	}
	return newSocket(fd, local, nil)
}

// SetLog sets Log, for a caller that holds the server in an interface.
func (s *Server) SetLog(l *log.Logger) { s.Log = l }

// Addr is the address the server is bound to.
func (s *Server) Addr() net.Addr { return s.ln.local }

// Serve accepts connections and echoes what they send until ctx ends. Then it
// stops accepting, gives the open connections DrainTimeout to finish, and
// returns nil. After Close it returns net.ErrClosed. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	// A deadline in the past ends the wait for a client.
	wake := func() { _ = s.ln.SetReadDeadline(time.Unix(1, 0)) }
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
func (s *Server) next(ctx context.Context, slots chan<- struct{}) (Conn, error) {
	select {
	case slots <- struct{}{}:
		return s.accept(ctx) // Close ends it, and gives back all slots
	case <-ctx.Done():
		return Conn{}, ctx.Err()
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
	return fmt.Errorf("echo server: %w", cause)
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
