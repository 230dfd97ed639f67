package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// BrokenPipe provokes EPIPE, "broken pipe": a write to a connection that can
// send no more. The server closes in good order, with nothing unread. Its FIN
// tells the client that no more will come; it cannot tell that nobody reads.
func BrokenPipe(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		if err := server.Close(); err != nil {
			return err
		}
		fmt.Fprintln(out, "server: closed, nothing unread: FIN")
		if err := confirmed(out, awaitState(ctx, client, "CLOSE-WAIT"), "kernel: client CLOSE-WAIT"); err != nil {
			return err
		}
		// This is how the client finds out. The write succeeds, the server's
		// kernel has no socket for it any more, and answers with RST. The
		// bytes are lost, and no call will say so.
		tryWrite(out, "Write", client)
		if err := awaitReset(ctx, out, client); err != nil {
			return err
		}
		writeToBroken(ctx, out, client)
		// Behind a FIN there is the end of the stream, RST or not.
		tryRead(out, "Read", client)
		return nil
	})
}

// writeToBroken shows both ways in which the kernel reports EPIPE. The signal
// ends a C program that does not ignore it. Go's runtime catches it: it ends a
// Go program only for descriptors 1 and 2, standard output and error (package
// os/signal, "SIGPIPE"). Here we ask to be told.
func writeToBroken(ctx context.Context, out io.Writer, conn net.Conn) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGPIPE)
	defer signal.Stop(signals)
	tryWrite(out, "Write again", conn)
	select {
	case s := <-signals:
		fmt.Fprintln(out, "kernel: client: signal SIGPIPE,", s)
	case <-time.After(time.Second): // Windows has no such signal
	case <-ctx.Done():
	}
}
