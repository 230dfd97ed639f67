package batching

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// Flush shows what bufio.Writer.Flush promises, and what it does not. It hands
// what has been collected to the kernel, in as few Writes as possible. Where
// the bytes are then, it does not say.
func Flush(ctx context.Context, out io.Writer) error {
	collecting(out)
	for _, scene := range []func(out io.Writer, client, server *net.TCPConn) error{
		forgottenFlush, flushedToNobody, flushFails,
	} {
		err := withStream(ctx, func(client, server *net.TCPConn) error { return scene(out, client, server) })
		if err != nil {
			return err
		}
	}
	return nil
}

// A writeCounter counts the Writes that reach it.
type writeCounter struct{ sizes []int }

func (w *writeCounter) Write(p []byte) (int, error) {
	w.sizes = append(w.sizes, len(p))
	return len(p), nil
}

// collecting shows which Writes a bufio.Writer makes of its own.
func collecting(out io.Writer) {
	var under writeCounter
	w := bufio.NewWriterSize(&under, 4096)
	for range 100 {
		_, _ = w.Write(make([]byte, 64)) // as under, it never fails
	}
	fmt.Fprintf(out, "client: 100 Writes of 64 bytes: Writes below %d, still held %d bytes\n", under.sizes, w.Buffered())
	_ = w.Flush()
	fmt.Fprintf(out, "client: Flush: Writes below %d\n", under.sizes)
	under.sizes = nil
	_, _ = w.Write(make([]byte, 64))
	_, _ = w.Write(make([]byte, 10_000))
	fmt.Fprintf(out, "client: 64 bytes, then 10000: Writes below %d, still held %d\n", under.sizes, w.Buffered())
}

// forgottenFlush is a deadlock of two programs: a question that has not left,
// and an answer to it that is waited for.
func forgottenFlush(out io.Writer, client, server *net.TCPConn) error {
	answered := make(chan error, 1)
	go func() {
		line, err := bufio.NewReader(server).ReadString('\n')
		if err == nil {
			_, err = io.WriteString(server, "you said "+line)
		}
		answered <- err
	}()
	w := bufio.NewWriter(client)
	fmt.Fprintln(w, "hello")
	fmt.Fprintln(out, "client: writes a question, and waits for the answer")
	_ = client.SetReadDeadline(time.Now().Add(100 * time.Millisecond)) // fails only on a closed connection
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("an answer to a question that was not sent: %w", err)
	}
	_ = client.SetReadDeadline(time.Now().Add(pairTime))
	fmt.Fprintf(out, "client: i/o timeout; %d bytes are still mine\n", w.Buffered())
	if err := w.Flush(); err != nil {
		return err
	}
	line, err := bufio.NewReader(client).ReadString('\n')
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: after Flush: %q\n", line)
	return <-answered
}

// flushedToNobody closes a connection on bytes that were flushed, and arrived,
// and that nobody has read. The sender hears of it afterwards, from another
// call (RFC 9293 section 3.6.1: the receiver's TCP resets the connection).
func flushedToNobody(out io.Writer, client, server *net.TCPConn) error {
	w := bufio.NewWriter(client)
	fmt.Fprintln(w, "transfer 100")
	fmt.Fprintf(out, "client: Flush: %v\n", w.Flush())
	if _, err := io.ReadFull(server, make([]byte, 1)); err != nil { // so that all of it has arrived
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: closes; of the line it has read one byte")
	_, err := client.Read(make([]byte, 1))
	fmt.Fprintf(out, "client: Read: %v\n", err)
	return nil
}

// flushFails writes to a peer that has gone until the kernel knows.
func flushFails(out io.Writer, client, server *net.TCPConn) error {
	if err := server.Close(); err != nil {
		return err
	}
	if _, err := client.Read(make([]byte, 1)); err != io.EOF { // the end of the stream is here
		return fmt.Errorf("the end of the stream: %w", err)
	}
	w := bufio.NewWriter(client)
	fmt.Fprintln(w, "hello")
	fmt.Fprintf(out, "client: the peer has closed. Flush: %v\n", w.Flush())
	err := error(nil)
	for err == nil { // until the peer's reset, the kernel takes what comes
		fmt.Fprintln(w, "hello")
		err = w.Flush()
	}
	fmt.Fprintf(out, "client: a later Flush: %v\n", err)
	stickyError(out, w)
	return nil
}

// stickyError shows what a bufio.Writer does after its first error: nothing.
func stickyError(out io.Writer, w *bufio.Writer) {
	held := w.Buffered()
	n, err := w.WriteString("more")
	fmt.Fprintf(out, "client: Write, with room for it: %d, the same error: %t\n", n, err != nil && err == w.Flush())
	fmt.Fprintf(out, "client: held are the %d bytes that failed\n", held)
	var good bytes.Buffer
	w.Reset(&good)
	_, _ = w.WriteString("more")
	fmt.Fprintf(out, "client: after Reset: %v, %q; what was held is gone\n", w.Flush(), good.String())
}
