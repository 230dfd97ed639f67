package unixdomain

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Echo is the whole of the chapter in one turn: a server with a path for an
// address, a client, the same bytes back, and no file left.
func Echo(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "")
	if err != nil {
		return err
	}
	defer server.Close()
	path := server.Addr().String()
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: listening on a path that ends in %s\n", filepath.Base(path))
	fmt.Fprintf(out, "kernel: the file is %v, of %d bytes\n", info.Mode(), info.Size())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()

	if err := sayHello(ctx, out, path); err != nil {
		return err
	}
	stop()
	err = <-served
	fmt.Fprintln(out, "server: drained; Serve returned", err)
	if _, gone := os.Lstat(path); os.IsNotExist(gone) {
		fmt.Fprintln(out, "kernel: the file is gone")
	}
	return err
}

// sayHello is a client that says hello and leaves.
func sayHello(ctx context.Context, out io.Writer, addr string) error {
	client, err := Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer client.Close()
	name := client.LocalAddr().String()
	if name == "" || name == "@" {
		name = "none: it never called bind"
	}
	fmt.Fprintf(out, "client: connected; a name of its own: %s\n", name)
	const hello = "hello, neighbour"
	reply, err := client.Echo(ctx, []byte(hello))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, got back %q\n", hello, reply)
	return client.Close()
}
