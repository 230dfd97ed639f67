package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Echo asks whoever answers echo requests: first the kernel, which always has;
// then nobody; then a server of ours in the kernel's place. Over IPv4, and
// over IPv6.
func Echo(ctx context.Context, out io.Writer) error {
	for _, addr := range []string{"127.0.0.1", "::1"} {
		if err := echoTwice(ctx, out, addr); err != nil {
			return err
		}
	}
	return nil
}

func echoTwice(ctx context.Context, out io.Writer, addr string) error {
	client, err := Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := askOnce(ctx, out, client, "hello, kernel"); err != nil {
		return err
	}
	// The server holds its requests back until Serve: here, until it is ours
	// to answer, nobody does.
	server, err := Listen(ctx, addr)
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintf(out, "server: has %v; the kernel's own answers are switched off\n", server.Addr())
	serving, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	asked := make(chan error, 1)
	go func() { asked <- askOnce(ctx, out, client, "hello, program") }()
	select {
	case err := <-asked:
		return errors.Join(errors.New("somebody has answered"), err)
	case <-time.After(100 * time.Millisecond):
		fmt.Fprintln(out, "client: no answer within 100ms")
	}
	go func() { served <- server.Serve(serving) }()
	if err := <-asked; err != nil {
		return err
	}
	stop()
	err = <-served
	fmt.Fprintln(out, "server: Serve returned", err)
	return err
}

func askOnce(ctx context.Context, out io.Writer, client *Client, text string) error {
	ctx, stop := context.WithTimeout(ctx, allowedTime)
	defer stop()
	reply, err := client.Echo(ctx, []byte(text))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: asked %v %q, got back %q\n", client.to, text, reply)
	return nil
}
