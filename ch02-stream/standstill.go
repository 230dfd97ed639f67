package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// Standstill sends a large message twice: by a client that reads only once it
// has written everything, and by one that does both at once.
func Standstill(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	go server.Serve(ctx) // its end is Close's, which waits

	message := bytes.Repeat([]byte("echo"), 16<<20) // more than all buffers on the way hold
	naive, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer naive.Close()
	n, err := writeUntilStuck(ctx, naive, message)
	if err == nil {
		return errors.New("the buffers held the whole message")
	}
	fmt.Fprintf(out, "client: Write first, Read later: %v\n", err)
	fmt.Fprintf(out, "client: about %d MiB of %d were taken, then nothing moved\n", n>>20, len(message)>>20)

	client, err := Dial(ctx, server.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	reply, err := client.Echo(ctx, message)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: Read while writing: %d MiB went, %d MiB came back, equal: %t\n",
		len(message)>>20, len(reply)>>20, bytes.Equal(message, reply))
	return nil
}

// writeUntilStuck writes msg and gives up when nothing of it has been taken
// for half a second. It returns how much was.
func writeUntilStuck(ctx context.Context, conn net.Conn, msg []byte) (int, error) {
	const piece = 64 << 10
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	for sent := 0; sent < len(msg); {
		_ = conn.SetWriteDeadline(time.Now().Add(500 * time.Millisecond))
		n, err := conn.Write(msg[sent:min(sent+piece, len(msg))])
		sent += n
		if err != nil && (n == 0 || !errors.Is(err, os.ErrDeadlineExceeded)) {
			return sent, err
		}
	}
	return len(msg), nil
}
