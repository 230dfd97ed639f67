package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// readCtx is conn.Read that ends when ctx does. Read takes no context, but a
// deadline may be set while a Read waits, and one that is past ends the wait
// at once. The connection can be used again afterwards.
//
// It replaces whatever read deadline conn had, and leaves none.
//
// Errors: those of Read, or ctx's cause.
func readCtx(ctx context.Context, conn *net.TCPConn, p []byte) (int, error) {
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = conn.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed connection, as Read will
		close(interrupted)
	})
	n, err := conn.Read(p)
	if !stop() {
		// The function has started. Unless we wait for it, it could spoil
		// the next Read.
		<-interrupted
		_ = conn.SetReadDeadline(time.Time{})
		if err != nil {
			err = context.Cause(ctx)
		}
	}
	return n, err
}

// cancelRead interrupts a Read from outside, then reads again.
func cancelRead(ctx context.Context, out io.Writer, client, server *net.TCPConn) error {
	request, cancel := context.WithCancelCause(ctx)
	go cancel(errors.New("the user pressed Stop"))
	_, err := readCtx(request, client, make([]byte, 16))
	fmt.Fprintln(out, "client: Read interrupted:", err)

	if _, err := server.Write([]byte("still here")); err != nil {
		return err
	}
	buf := make([]byte, 16)
	n, err := readCtx(ctx, client, buf)
	fmt.Fprintf(out, "client: Read again: %q\n", buf[:n])
	return err
}

// deafPeer writes to a server that does not read. The buffers between the two
// take what they have room for; then Write waits, and the deadline ends it. A
// part has been sent, which is why nothing sensible can follow on this stream.
func deafPeer(_ context.Context, out io.Writer, client, _ *net.TCPConn) error {
	_ = client.SetWriteDeadline(time.Now().Add(patiently))
	n, err := client.Write(make([]byte, tooMuch))
	fmt.Fprintf(out, "client: Write of %d bytes: %v\n", tooMuch, errors.Unwrap(err))
	fmt.Fprintf(out, "client: about %d of them are on their way, no telling back\n", n)
	return nil
}

// tooMuch is more than the buffers of one connection hold, in bytes. On Linux
// the two together are bounded by the last figures of net.ipv4.tcp_wmem and
// tcp_rmem: 4 MiB and 6 to 32 MiB by default.
const tooMuch = 64 << 20
