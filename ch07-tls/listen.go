package securestream

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"regexp"
	"time"
)

// Listen binds a server that makes an authority for itself, and a certificate
// for loopback and for what addr reaches: its host, or, for none, this machine
// by all its addresses and its name. Clients of this user on this machine find
// the authority's certificate where [Dial] looks for it, as long as the server
// lives; for others it is in the file that [Server.Trust] names.
//
// Errors: those of [ListenTLS], or that there is no place for that file.
func Listen(ctx context.Context, addr string) (*Server, error) {
	authority, err := NewAuthority("Socket Workbook, chapter 7")
	if err != nil {
		return nil, fmt.Errorf("echo server: %w", err)
	}
	cert, err := authority.Issue(ForServer(hosts(addr)...))
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

func (s *Server) port() int { return s.ln.Addr().(*net.TCPAddr).Port }

// isName tells the names that a certificate can hold (RFC 5280 section
// 4.2.1.6) from whatever else a machine may be called.
var isName = regexp.MustCompile(`^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*$`).MatchString

// hosts are the names and addresses that a server listening at addr is reached
// by: loopback, addr's own host, and, if that stands for every address of the
// machine, all of them and the machine's name. A certificate proves nothing
// but what it lists (RFC 9525 section 6).
func hosts(addr string) []string {
	all := []string{"localhost", "127.0.0.1", "::1"}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return all // listening fails as well, and says why
	}
	if ip := net.ParseIP(host); host != "" && !ip.IsUnspecified() {
		return append(all, host)
	}
	if name, err := os.Hostname(); err == nil && isName(name) {
		all = append(all, name)
	}
	// Without them the certificate holds for loopback, which is said above.
	addresses, _ := net.InterfaceAddrs()
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
			all = append(all, n.IP.String())
		}
	}
	return all
}
