package stream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// Drain ends the chapter's server twice in the middle of an exchange: by the
// context of Serve, which loses nothing, and by Close, which does not care.
func Drain(ctx context.Context, out io.Writer) error {
	err := midway(ctx, func(server *Server, stop context.CancelFunc) error {
		stop()
		fmt.Fprintln(out, "server: the context of Serve has ended")
		fmt.Fprintln(out, "client: Dial:", refusal(ctx, server.Addr().String()))
		return nil
	}, out)
	if err != nil {
		return err
	}
	return midway(ctx, func(server *Server, stop context.CancelFunc) error {
		fmt.Fprintln(out, "server: Close")
		return server.Close()
	}, out)
}

// midway fills every buffer between a client and the server, so that the
// server waits in Write, then ends the server with end, and then reads what
// comes back.
func midway(ctx context.Context, end func(*Server, context.CancelFunc) error, out io.Writer) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	served := make(chan error, 1)
	go func() { served <- server.Serve(serving) }()
	client, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	defer context.AfterFunc(ctx, func() { _ = client.Close() })()
	_ = client.SetReadDeadline(time.Now().Add(allotted))

	sent, err := fill(client)
	if err != nil {
		return cmp.Or(context.Cause(ctx), err)
	}
	fmt.Fprintf(out, "client: about %d bytes written, none read yet\n", sent)
	if err := end(server, stop); err != nil {
		return err
	}
	got, err := readToEnd(client)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	fmt.Fprintf(out, "client: about %d bytes came back, everything: %t,\n", got, got == sent)
	fmt.Fprintf(out, "client:   then %v\n", err)
	_ = client.Close() // it has said and heard all; Serve waits for this
	fmt.Fprintf(out, "server: Serve returned %v\n", <-served)
	return nil
}

// fill writes until nothing more is taken, and returns how many bytes were: as
// much as the buffers at both ends and the server in between can hold. Once
// could be a busy machine; twice in a row is a standstill.
func fill(conn net.Conn) (total int, err error) {
	piece := make([]byte, bufferSize)
	for refused := 0; refused < 2; refused++ {
		_ = conn.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := conn.Write(piece)
		total += n
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return total, err
		}
		if n > 0 {
			refused = -1
		}
	}
	return total, nil
}

// readToEnd reads and counts until an error, which may be io.EOF.
func readToEnd(r io.Reader) (total int, err error) {
	buf := make([]byte, bufferSize)
	for err == nil {
		var n int
		n, err = r.Read(buf)
		total += n
	}
	return total, err
}

// refusal dials until it is refused. The listener closes soon after the
// context ends, on a goroutine of its own. A connection made before that is
// served, or reset if it was still in the accept queue; so the first failure
// only tells that the next one is about a port where nobody listens.
func refusal(ctx context.Context, addr string) error {
	for failed := false; ; {
		client, err := Dial(ctx, addr)
		switch {
		case err == nil:
			_ = client.Close() // nothing was sent on it
		case failed:
			return err
		default:
			failed = true
		}
	}
}
