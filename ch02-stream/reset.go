package stream

import (
	"context"
	"fmt"
	"io"
	"net"
)

// Reset provokes ECONNRESET, "connection reset by peer": the other side has
// said RST, that it knows of no such connection or wants none. Twice, because
// what a program sees depends on the call that it happens to make next.
func Reset(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "Read comes first.")
	err := withPair(ctx, func(client, server *net.TCPConn) error {
		if err := crash(ctx, out, client, server); err != nil {
			return err
		}
		// The kernel tells an error once, whatever call is first.
		tryRead(out, "Read", client)
		tryRead(out, "Read again", client)
		tryWrite(out, "Write", client)
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Write comes first.")
	return withPair(ctx, func(client, server *net.TCPConn) error {
		if err := crash(ctx, out, client, server); err != nil {
			return err
		}
		tryWrite(out, "Write", client)
		tryWrite(out, "Write again", client)
		tryRead(out, "Read", client)
		return nil
	})
}

// crash ends the server's side while bytes are there that it has not read. A
// process that is killed ends like that: the kernel closes what it had open.
func crash(ctx context.Context, out io.Writer, client, server *net.TCPConn) error {
	if err := beginRequest(client, server); err != nil {
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: closed with 9 bytes unread: RST")
	return awaitReset(ctx, out, client)
}

// awaitReset waits until a RST has closed conn in its kernel. The program
// has not been told yet: the error waits in the socket for the next call.
func awaitReset(ctx context.Context, out io.Writer, conn *net.TCPConn) error {
	return confirmed(out, awaitState(ctx, conn, "CLOSED"), "kernel: client CLOSED")
}

func tryRead(out io.Writer, name string, conn net.Conn) {
	n, err := conn.Read(make([]byte, 16))
	sayTried(out, name, n, err)
}

func tryWrite(out io.Writer, name string, conn net.Conn) {
	n, err := conn.Write([]byte("anybody?"))
	sayTried(out, name, n, err)
}

func sayTried(out io.Writer, name string, n int, err error) {
	if err == nil {
		fmt.Fprintf(out, "client: %s: %d bytes, no error\n", name, n)
	} else {
		fmt.Fprintf(out, "client: %s: %v\n", name, err)
	}
}
