package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	stream "sockbook/ch02-stream"
)

// ourselves is the chapter's own server and client as a peer.
func ourselves(ctx context.Context, t *testing.T) *peer {
	return &peer{
		language: language{name: "go"},
		ctx:      ctx,
		ready:    func() error { return nil },
		listen:   sync.OnceValues(func() (string, error) { return listen(ctx, t) }),
		echo:     echo,
	}
}

func listen(ctx context.Context, t *testing.T) (string, error) {
	server, err := stream.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return server.Addr().String(), nil
}

// echo does what the clients in other languages do: it sends, half-closes, and
// reads until the server closes.
func echo(ctx context.Context, addr string, msg []byte) ([]byte, error) {
	client, err := dial(ctx, addr)
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
func dial(ctx context.Context, addr string) (*stream.Client, error) {
	client, err := stream.Dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(time.Minute)
	}
	return client, client.SetDeadline(deadline)
}
