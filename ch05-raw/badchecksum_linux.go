package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// BadChecksum sends an echo request whose checksum is one too high, and then
// one that is right. Nobody complains of the first.
func BadChecksum(ctx context.Context, out io.Writer) error {
	if err := netAlone(); err != nil { // the counters are the whole network's
		return err
	}
	client, err := Dial(ctx, "127.0.0.1")
	if err != nil {
		return err
	}
	defer client.Close()
	before, err := counters("Icmp")
	if err != nil {
		return err
	}
	wrong := EchoMessage(EchoRequest, client.id, 1, []byte("hello")).Message4()
	wrong[3]++
	if _, err := client.file.Write(wrong); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sends a request whose checksum is one too high: ok\n")
	if err := noReply(ctx, client); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: no answer within 100ms, and no error")
	after, err := counters("Icmp")
	if err != nil {
		return err
	}
	for _, name := range []string{"InMsgs", "InCsumErrors", "InEchos", "OutEchoReps"} {
		fmt.Fprintf(out, "kernel: %s grew by %d\n", name, after[name]-before[name])
	}
	return askOnce(ctx, out, client, "a right one")
}

// noReply waits for a moment, in which none is to come.
func noReply(ctx context.Context, client *Client) error {
	if err := client.file.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		return err
	}
	_, err := client.file.Read(client.buf)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("an answer came: %w", err)
	}
	return client.file.SetReadDeadline(time.Time{})
}
