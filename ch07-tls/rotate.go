package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// Under load means this many clients, each of which connects so often while
// one certificate is in use.
const (
	rotateClients = 4
	rotateVisits  = 8
)

// Rotate renews a server's certificate while clients come and go. A handshake
// asks for the certificate once, and what it got it keeps: connections that
// are open go on, and no restart drops them.
func Rotate(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("rotate")
	if err != nil {
		return err
	}
	var current atomic.Pointer[tls.Certificate]
	if err := rotateTo(&current, authority, "certificate 1"); err != nil {
		return err
	}
	server, err := ListenTLS(ctx, "127.0.0.1:0", &tls.Config{
		// Called by every full handshake; a resumed one shows no certificate.
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return current.Load(), nil },
	})
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	r := &rotation{addr: server.Addr().String(), client: &tls.Config{RootCAs: authority.Pool()}}
	err = r.run(ctx, out, func(name string) error { return rotateTo(&current, authority, name) })
	_ = server.Close() // always nil
	<-served
	return err
}

// rotateTo issues first and then swaps: a handshake that runs meanwhile gets
// the old pair of certificate and key or the new one, never half of each.
func rotateTo(current *atomic.Pointer[tls.Certificate], authority *Authority, name string) error {
	cert, err := authority.Issue(Profile{Name: name, Hosts: []string{"127.0.0.1"}, Use: ForServer().Use})
	if err == nil {
		current.Store(&cert)
	}
	return err
}

// A rotation is the clients and what they have seen.
type rotation struct {
	addr   string
	client *tls.Config

	mu     sync.Mutex
	echoed map[string]int // connections, by the certificate shown
	lost   []error
}

// run keeps a connection open through two rotations, each of which happens in
// the middle of a stream of visits.
func (r *rotation) run(ctx context.Context, out io.Writer, rotate func(name string) error) error {
	old, err := DialTLS(ctx, r.addr, r.client)
	if err != nil {
		return err
	}
	defer old.Close()
	fmt.Fprintf(out, "client: opened a connection, %s, and keeps it\n", r.shown(old))
	r.echoed = make(map[string]int)
	names := []string{"certificate 1", "certificate 2", "certificate 3"}
	for i, name := range names[1:] {
		err := r.visits(ctx, func() error { return rotate(name) })
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: %s in place of %s, clients connecting\n", name, names[i])
	}
	first, last := r.echoed[names[0]] > 0, r.echoed[names[2]] > 0
	total := r.echoed[names[0]] + r.echoed[names[1]] + r.echoed[names[2]]
	fmt.Fprintf(out, "client: %d connections, %d echoed, %d lost\n", 2*rotateClients*rotateVisits, total, len(r.lost))
	fmt.Fprintf(out, "client: among them certificate 1: %t, certificate 3: %t\n", first, last)
	if _, err := old.Echo(ctx, []byte("still here")); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: the connection kept still echoes, %s\n", r.shown(old))
	return errors.Join(r.lost...)
}

// visits connects from all clients at once, and has change called when half of
// it is done and the rest under way. The last of each client comes after.
func (r *rotation) visits(ctx context.Context, change func() error) error {
	var done atomic.Int32
	var clients sync.WaitGroup
	half, changed := make(chan struct{}), make(chan struct{})
	for range rotateClients {
		clients.Go(func() {
			for i := range rotateVisits {
				if i == rotateVisits-1 {
					<-changed
				}
				r.visit(ctx)
				if done.Add(1) == rotateClients*rotateVisits/2 {
					close(half)
				}
			}
		})
	}
	<-half
	err := change()
	close(changed)
	clients.Wait()
	return err
}

func (r *rotation) visit(ctx context.Context) {
	c, err := DialTLS(ctx, r.addr, r.client)
	name := ""
	if err == nil {
		name = r.shown(c)
		_, err = c.Echo(ctx, []byte("hello"))
		_ = c.Close() // everything came back
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.lost = append(r.lost, err)
		return
	}
	r.echoed[name]++
}

func (*rotation) shown(c *Client) string {
	return c.ConnectionState().PeerCertificates[0].Subject.CommonName
}
