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
	Log              *log.Logger   // nil: silent

	ln      *net.TCPListener
	config  *tls.Config
	forget  func()          // undoes what Listen has put down for clients
	closed  context.Context // ends when Close is called
	close   context.CancelFunc
	serving sync.Mutex // held while Serve runs
}

// Listen binds a server that makes an authority for itself, and a certificate
// for addr's host and for loopback. Clients of this user on this machine find
// the authority's certificate where [Dial] looks for it, as long as the server
// lives; for others it is in the file that [Server.Trust] names.
//
// Errors: those of [ListenTLS], or that there is no place for that file.
func Listen(ctx context.Context, addr string) (*Server, error) {
	authority, err := NewAuthority("Socket Workbook, chapter 7")
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	if host, _, err := net.SplitHostPort(addr); err == nil && host != "" {
		hosts = append(hosts, host)
	}
	cert, err := authority.Issue(ForServer(hosts...))
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	s, err := ListenTLS(ctx, addr, &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		return nil, err
	}
	if s.forget, err = publish(s.port(), authority.PEM()); err != nil {
		_ = s.ln.Close() // nobody has connected
		return nil, fmt.Errorf("echo server: %w", err)
	}
	return s, nil
}

// ListenTLS binds a server that is configured by the caller: with certificates
// of its own, or one that asks for its clients'. config must not be changed
// any more; TLS 1.2 is the oldest version, whatever it says.
//
// Errors: a *net.OpError around syscall.EADDRINUSE, EADDRNOTAVAIL or EACCES.
func ListenTLS(ctx context.Context, addr string, config *tls.Config) (*Server, error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	config = config.Clone()
	config.MinVersion = max(config.MinVersion, tls.VersionTLS12)
	s := &Server{
		MaxConns:         1024,
		HandshakeTimeout: 10 * time.Second,
		IdleTimeout:      2 * time.Minute,
		DrainTimeout:     5 * time.Second,
		ln:               ln.(*net.TCPListener),
		config:           config,
		forget:           func() {},
	}
	s.closed, s.close = context.WithCancel(context.Background())
	return s, nil
}

// SetLog sets Log, for a caller that holds the server in an interface.
func (s *Server) SetLog(l *log.Logger) { s.Log = l }

// Addr is the address the server is bound to.
func (s *Server) Addr() net.Addr { return s.ln.Addr() }

func (s *Server) port() int { return s.ln.Addr().(*net.TCPAddr).Port }

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
	s.close()
	s.unbind()
	s.serving.Lock() // held by Serve until it returns
	defer s.serving.Unlock()
	return nil
}
