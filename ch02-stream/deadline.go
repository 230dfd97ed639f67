package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// patiently is the time that a Read of the deadline examples is given. A
// deadline is a moment and not a span: this much from now.
const patiently = 250 * time.Millisecond

// Deadline shows what a deadline ends and what it leaves: the call ends, the
// connection does not.
func Deadline(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		for _, part := range []func(context.Context, io.Writer, *net.TCPConn, *net.TCPConn) error{
			silentPeer, cancelRead, slowPeer, deafPeer,
		} {
			if err := part(ctx, out, client, server); err != nil {
				return err
			}
		}
		return nil
	})
}

// silentPeer waits for a server that sends nothing until the client has given
// up, and then finds the connection as good as before.
func silentPeer(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	buf := make([]byte, 16)
	start := time.Now()
	_ = client.SetReadDeadline(start.Add(patiently)) // fails only on a closed connection, as Read would
	_, err := client.Read(buf)
	fmt.Fprintf(out, "client: Read waited %v: %v\n", time.Since(start).Round(10*time.Millisecond), err)
	fmt.Fprintf(out, "client: os.ErrDeadlineExceeded: %t\n", errors.Is(err, os.ErrDeadlineExceeded))

	if _, err := server.Write([]byte("late")); err != nil {
		return err
	}
	// The bytes may be here by now. The moment is past all the same.
	_, err = client.Read(buf)
	fmt.Fprintf(out, "client: Read again: %v\n", errors.Unwrap(err))

	_ = client.SetReadDeadline(time.Time{}) // the zero Time: no deadline
	n, err := client.Read(buf)
	fmt.Fprintf(out, "client: deadline taken away: read %q\n", buf[:n])
	return err
}

// drops is how often the server of slowPeer sends one byte.
const drops = 10 * time.Millisecond

// slowPeer reads from a server that is slow and never silent. Under one
// deadline, progress does not help: time runs out. Renewed ahead of each Read,
// the deadline bounds the silence instead of the whole.
func slowPeer(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	fmt.Fprintf(out, "server: sends one byte every %v\n", drops)
	defer drip(server)()
	buf := make([]byte, 16)

	_ = client.SetReadDeadline(time.Now().Add(patiently)) // once
	for got := 0; ; {
		n, err := client.Read(buf)
		got += n
		if err != nil {
			fmt.Fprintf(out, "client: one deadline: %v, about %d bytes in\n", errors.Unwrap(err), got)
			break
		}
	}
	for start := time.Now(); time.Since(start) < 2*patiently; {
		_ = client.SetReadDeadline(time.Now().Add(patiently)) // for each Read
		if _, err := client.Read(buf); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "client: renewed each Read: still reading after %v\n", 2*patiently)
	return nil
}

// drip begins to write a byte at a time; the function it returns ends that.
func drip(conn net.Conn) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(drops)
		defer tick.Stop()
		for ctx.Err() == nil {
			select {
			case <-tick.C:
				_, _ = conn.Write([]byte(".")) // a failure shows at the reader
			case <-ctx.Done():
			}
		}
	}()
	return func() { cancel(); <-done }
}
