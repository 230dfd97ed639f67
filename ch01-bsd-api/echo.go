package bsdapi

import (
	"context"
	"fmt"
	"io"
)

// Echo is the pair made of system calls in one turn: a server, a client, and
// the same bytes back.
func Echo(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintln(out, "server: listening on", server.Addr())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()

	client, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Fprintf(out, "client: connected, %v → %v\n", client.LocalAddr(), client.RemoteAddr())
	reply, err := client.Echo(ctx, []byte("hello, socket"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, got back %q\n", "hello, socket", reply)
	if err := client.Close(); err != nil {
		return err
	}
	stop()
	err = <-served
	fmt.Fprintln(out, "server: drained; Serve returned", err)
	return err
}
