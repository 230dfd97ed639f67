package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// Backpressure lets a fast writer meet a reader that does not read. Two buffers
// lie between them, one in each kernel. When the reader's is full, its kernel
// announces a window of 0; when the writer's is full too, Write waits. Nothing
// is lost, and no memory grows without bound.
func Backpressure(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		data := make([]byte, tooMuch)
		_ = client.SetWriteDeadline(time.Now().Add(patiently)) // fails only on a closed connection, as Write would
		n, err := client.Write(data)
		fmt.Fprintf(out, "client: the kernels took about %d bytes; then\n", n)
		fmt.Fprintf(out, "client: %v\n", err)
		if err := showQueues(ctx, out, client, server, n); err != nil {
			return err
		}
		_ = client.SetWriteDeadline(time.Time{})
		return resume(out, client, server, data[n:])
	})
}

// resume writes the rest, which cannot fit, and only then begins to read.
func resume(out io.Writer, client, server *net.TCPConn, rest []byte) error {
	wrote := make(chan error, 1)
	go func() {
		n, err := client.Write(rest)
		fmt.Fprintf(out, "client: Write has returned: all the rest, %t, %v\n", n == len(rest), err)
		wrote <- client.CloseWrite()
	}()
	select {
	case err := <-wrote:
		return fmt.Errorf("a write without a reader has ended: %v", err)
	case <-time.After(patiently):
		fmt.Fprintf(out, "client: Write of the rest: waiting, %v so far\n", patiently)
	}
	fmt.Fprintln(out, "server: begins to read")
	got, err := io.Copy(io.Discard, server)
	if err != nil {
		return err
	}
	if err := <-wrote; err != nil {
		return err
	}
	fmt.Fprintf(out, "server: read %d bytes, %t, then EOF\n", got, got == tooMuch)
	return nil
}
