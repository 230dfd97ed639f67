package batching

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"

	"golang.org/x/sys/unix"
)

// ZeroCopy sends with MSG_ZEROCOPY: the kernel notes which pages the bytes are
// in instead of copying them, and tells when it is done with them. One client
// writes into its buffer before that, and one waits.
func ZeroCopy(ctx context.Context, out io.Writer) error {
	for _, c := range []struct {
		name  string
		waits bool
	}{{"hasty client", false}, {"patient client", true}} {
		err := withStream(ctx, func(client, server *net.TCPConn) error {
			return overwrite(out, client, server, c.name, c.waits)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// overwrite sends a buffer of "A" and writes "B" over it, at once or when the
// kernel has given it back.
//
// The server reads late: its window is full, and most of what was sent has not
// left the client's send queue. On loopback the kernel copies after all, when a
// segment leaves the queue; what is still in the queue is the buffer itself.
func overwrite(out io.Writer, client, server *net.TCPConn, name string, waits bool) error {
	if err := setOption(client, unix.SOL_SOCKET, unix.SO_ZEROCOPY, 1); err != nil {
		return err
	}
	buffer := bytes.Repeat([]byte("A"), 64<<10)
	calls, sent, err := sendZeroCopy(client, buffer)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: about %d bytes of \"A\" sent, about %d sends, one buffer\n", name, sent, calls)
	if !waits {
		fmt.Fprintf(out, "%s: writes \"B\" over the buffer\n", name)
		fill(buffer, 'B')
	}
	came := make(chan letters, 1)
	go func() { came <- readBytes(server, sent) }()
	copied, err := awaitNotices(client, calls)
	fmt.Fprintf(out, "kernel: done with every send, copied %v: %v\n", copied, err)
	if waits {
		fmt.Fprintf(out, "%s: writes \"B\" over the buffer\n", name)
		fill(buffer, 'B')
	}
	got := <-came
	verdict := "as sent"
	if got.b > 0 {
		verdict = "not what was sent"
	}
	fmt.Fprintf(out, "server: about %d \"A\", about %d \"B\": %s\n", got.a, got.b, verdict)
	return got.err
}

// fill writes b all over p.
func fill(p []byte, b byte) {
	for i := range p {
		p[i] = b
	}
}

// A letters is what a server has read.
type letters struct {
	a, b int
	err  error
}

// readBytes reads n bytes and counts.
func readBytes(conn *net.TCPConn, n int) letters {
	data := make([]byte, n)
	_, err := io.ReadFull(conn, data)
	return letters{bytes.Count(data, []byte("A")), bytes.Count(data, []byte("B")), err}
}
