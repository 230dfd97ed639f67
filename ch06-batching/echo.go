package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Echo asks two servers the same 1,000 questions: one that moves a datagram a
// call, and one that takes the fastest path that the kernel offers.
func Echo(ctx context.Context, out io.Writer) error {
	plain, err := countedEcho(ctx, out, true)
	if err != nil {
		return err
	}
	batched, err := countedEcho(ctx, out, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: the same work with 1/about %d of the system calls\n", plain/max(batched, 1))
	return nil
}

// countedEcho returns how many system calls the server made, those included
// that found nothing to read.
func countedEcho(ctx context.Context, out io.Writer, plain bool) (calls int64, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer server.Close()
	server.Plain = plain
	fmt.Fprintf(out, "server: bound to %v, path: %s\n", server.Addr(), server.Path())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	err = ask1000(ctx, out, server.Addr().String())
	stop()
	if err = errors.Join(err, <-served); err != nil {
		return 0, err
	}
	n := server.Counts()
	calls = n.Receives + n.Sends
	fmt.Fprintf(out, "server: %d datagrams in, %d out, about %d system calls\n", n.Received, n.Sent, calls)
	return calls, nil
}

// ask1000 sends 1,000 messages of 100 bytes, no two the same.
func ask1000(ctx context.Context, out io.Writer, addr string) error {
	client, err := Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer client.Close()
	msgs := make([][]byte, 1000)
	for i := range msgs {
		msgs[i] = fmt.Appendf(nil, "%0100d", i)
	}
	answers, err := client.EchoAll(ctx, msgs)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: path: %s: %d messages sent, %d answers\n", client.Path(), len(msgs), len(answers))
	return nil
}
