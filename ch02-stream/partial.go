package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Partial shows that a stream carries bytes and no messages: how many Writes
// there were says nothing about how many Reads there will be, nor the reverse.
func Partial(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out, manyWritesOneRead, oneWriteManyReads, shortWrite)
}

// manyWritesOneRead sends three segments. The server first reads when all of
// them are in its receive buffer, where nothing tells them apart.
func manyWritesOneRead(client, server *net.TCPConn, out io.Writer) error {
	for _, text := range []string{"one", "two", "three"} {
		n, err := io.WriteString(client, text)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: Write(%q) = %d\n", text, n)
	}
	if err := finish(client); err != nil {
		return err
	}
	return readAll(server, 64, out)
}

// oneWriteManyReads sends the same bytes as one segment to a server whose
// buffer is smaller.
func oneWriteManyReads(client, server *net.TCPConn, out io.Writer) error {
	n, err := io.WriteString(client, "onetwothree")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: Write(%q) = %d\n", "onetwothree", n)
	if err := finish(client); err != nil {
		return err
	}
	return readAll(server, 4, out)
}

// readAll reads conn to its end, size bytes at most each time.
func readAll(conn net.Conn, size int, out io.Writer) error {
	buf := make([]byte, size)
	for {
		n, err := conn.Read(buf)
		fmt.Fprintf(out, "server: Read(buffer of %d) = %d, %v: %q\n", size, n, err, buf[:n])
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// shortWrite writes more than the buffers between the two ends hold, while
// nobody reads. write(2) on a non-blocking socket takes what there is room for
// and says how much that was; net.Conn.Write goes on with the rest until all
// is taken or the deadline passes, and then returns both the count and the
// error. The count is what our kernel took. It is no receipt.
func shortWrite(client, server *net.TCPConn, out io.Writer) error {
	_ = client.SetWriteBuffer(64 << 10) // a bound for the experiment: the kernel would
	_ = server.SetReadBuffer(64 << 10)  // otherwise let both grow to megabytes (tcp(7))
	msg := bytes.Repeat([]byte{'x'}, 8<<20)
	_ = client.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	wrote, err := client.Write(msg)
	if err == nil {
		return errors.New("the buffers held the whole message")
	}
	fmt.Fprintf(out, "client: Write(%d bytes) = about %d,\n", len(msg), wrote)
	fmt.Fprintf(out, "client:   %v\n", err)
	if err := client.CloseWrite(); err != nil {
		return err
	}
	read, err := io.Copy(io.Discard, server)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: Reads until EOF = about %d, the same number: %t\n", read, read == int64(wrote))
	return nil
}
