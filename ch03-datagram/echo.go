package datagram

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// Echo is the whole of the chapter in one turn: a server, a client, and each
// datagram back as it went, the empty one included.
func Echo(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintln(out, "server: bound to", server.Addr())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()

	client, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Fprintf(out, "client: %v → %v; nothing has been sent\n", client.LocalAddr(), client.RemoteAddr())
	for _, msg := range [][]byte{[]byte("hello, datagram"), nil, bytes.Repeat([]byte("x"), 9000)} {
		reply, err := client.Echo(ctx, msg)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: sent %s, got back %s\n", brief(msg), brief(reply))
	}
	stop()
	err = <-served
	fmt.Fprintln(out, "server: Serve returned", err)
	return err
}

// brief quotes a short datagram and counts a long one.
func brief(p []byte) string {
	if len(p) > 40 {
		return fmt.Sprintf("%d bytes", len(p))
	}
	return fmt.Sprintf("%q", p)
}
