package peers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"sync"
	"testing"
	"time"

	securestream "sockbook/ch07-tls"
)

// ourselves is the chapter's own server and client as a peer.
func ourselves(ctx context.Context, t *testing.T, papers *papers) *peer {
	p := &peer{language: language{name: "go"}, ctx: ctx, papers: papers, ready: func() error { return nil }}
	p.listen = sync.OnceValues(func() (string, error) {
		s, err := listen(ctx, papers, papers.server)
		if err != nil {
			return "", err
		}
		t.Cleanup(func() { s.end() })
		return s.Addr().String(), nil
	})
	p.echo = func(ctx context.Context, addr string, msg []byte) ([]byte, error) {
		return echo(ctx, papers, addr, msg)
	}
	return p
}

// A server of ours runs until end, which returns what it logged.
type server struct {
	*securestream.Server
	served chan error
	logged bytes.Buffer
}

func listen(ctx context.Context, p *papers, id identity) (*server, error) {
	ln, err := securestream.ListenTLS(ctx, "127.0.0.1:0", p.serving(id))
	if err != nil {
		return nil, err
	}
	s := &server{Server: ln, served: make(chan error, 1)}
	s.Log = log.New(&s.logged, "", 0)
	go func() { s.served <- s.Serve(ctx) }()
	return s, nil
}

func (s *server) end() string {
	_ = s.Close() // waits for Serve
	<-s.served
	return s.logged.String()
}

// echo does what the clients in other languages do: it sends, half-closes, and
// reads until the server closes.
func echo(ctx context.Context, p *papers, addr string, msg []byte) ([]byte, error) {
	client, err := dial(ctx, p, addr, p.client)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	reply, err := client.Echo(ctx, msg)
	if err != nil {
		return reply, err
	}
	if err := client.CloseWrite(); err != nil {
		return reply, err
	}
	if n, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return reply, fmt.Errorf("after the half-close: %d bytes, %v; want the end", n, err)
	}
	return reply, nil
}

// dial connects, and bounds all that follows by the deadline of ctx.
func dial(ctx context.Context, p *papers, addr string, id identity) (*securestream.Client, error) {
	client, err := securestream.DialTLS(ctx, addr, p.dialling(id))
	if err != nil {
		return nil, err
	}
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(time.Minute)
	}
	return client, client.SetDeadline(deadline)
}
