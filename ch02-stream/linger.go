package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// inFlight is more than the receiver has room for before it reads, and less
// than the sender's kernel takes: some of it is under way when Close comes.
const inFlight = 512 << 10

// Linger closes with bytes still under way, in five manners. In each the other
// side begins to read only when that has been done.
func Linger(ctx context.Context, out io.Writer) error {
	for _, manner := range []struct {
		what string
		play func(context.Context, io.Writer, *net.TCPConn, *net.TCPConn) error
	}{
		{"The client writes and closes. Only then does the server read.", closeByDefault},
		{"The client writes and closes, with SetLinger(1): one second.", closeWithLinger},
		{"The client writes and closes, with SetLinger(0).", closeWithReset},
		{"The server writes and closes, with bytes of the client's unread.", closeUnread},
		{"The server writes, ends its direction, reads to EOF, then closes.", closeDrained},
	} {
		fmt.Fprintln(out, manner.what)
		err := withPair(ctx, func(client, server *net.TCPConn) error {
			return manner.play(ctx, out, client, server)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// closeByDefault: close(2) returns at once, and the kernel goes on sending for
// a connection that no process holds. Nobody learns whether it arrives.
func closeByDefault(ctx context.Context, out io.Writer, client, server *net.TCPConn) error {
	if err := sendAndClose(out, "client", client); err != nil {
		return err
	}
	err := awaitTable(ctx, client.LocalAddr(), client.RemoteAddr(), "FIN-WAIT-1")
	if err := confirmed(out, err, "kernel: client FIN-WAIT-1: not all acknowledged yet"); err != nil {
		return err
	}
	return showReceived(out, "server", server)
}

// closeWithLinger: SO_LINGER with a time makes close(2) wait for the
// acknowledgements, that long at most (socket(7)). Go cannot make it wait any
// less: the thread is held in the kernel.
func closeWithLinger(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	if err := client.SetLinger(1); err != nil { // seconds
		return err
	}
	if err := sendAndClose(out, "client", client); err != nil {
		return err
	}
	return showReceived(out, "server", server)
}

// closeWithReset: SO_LINGER with a time of 0 makes close(2) throw away what is
// unsent and send RST in place of FIN. The server reads what had arrived, then
// an error.
func closeWithReset(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	aborts := abortsOf("TCPAbortOnData")
	if err := client.SetLinger(0); err != nil {
		return err
	}
	if err := sendAndClose(out, "client", client); err != nil {
		return err
	}
	aborts(out, "counter of resets, linger 0")
	return showReceived(out, "server", server)
}

// closeUnread: a server answers as soon as it has seen enough and closes
// without reading the rest. That is a reset too (RFC 9293 section 3.6.1, RFC
// 2525 section 2.17), and it destroys the answer that was on its way.
func closeUnread(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	aborts := abortsOf("TCPAbortOnClose")
	if err := beginRequest(client, server); err != nil {
		return err
	}
	if err := sendAndClose(out, "server", server); err != nil {
		return err
	}
	aborts(out, "counter of resets, bytes unread")
	return showReceived(out, "client", client)
}

// closeDrained is the same server, mended: it ends its own direction, reads
// until the client has ended the other, and only then closes.
func closeDrained(_ context.Context, out io.Writer, client, server *net.TCPConn) error {
	if err := beginRequest(client, server); err != nil {
		return err
	}
	if _, err := server.Write(make([]byte, inFlight)); err != nil {
		return err
	}
	err := server.CloseWrite()
	fmt.Fprintf(out, "server: wrote %d bytes; CloseWrite: %v\n", inFlight, err)
	if err := showReceived(out, "client", client); err != nil {
		return err
	}
	_ = client.Close() // the server reads its FIN
	n, err := io.Copy(io.Discard, server)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: read and dropped %d bytes, then EOF; Close: %v\n", n, server.Close())
	return nil
}

// beginRequest sends ten bytes, of which the server reads one.
func beginRequest(client, server net.Conn) error {
	if _, err := client.Write([]byte("0123456789")); err != nil {
		return err
	}
	_, err := server.Read(make([]byte, 1))
	return err
}

// sendAndClose writes inFlight bytes and prints how long Close took.
func sendAndClose(out io.Writer, who string, conn *net.TCPConn) error {
	if _, err := conn.Write(make([]byte, inFlight)); err != nil {
		return err
	}
	start := time.Now()
	err := conn.Close()
	took := time.Since(start).Round(100 * time.Millisecond)
	fmt.Fprintf(out, "%s: wrote %d bytes; Close took %v, %v\n", who, inFlight, took, err)
	return nil
}

// showReceived reads to the end and says which end it was.
func showReceived(out io.Writer, who string, conn net.Conn) error {
	got, err := io.ReadAll(conn)
	if err == nil {
		fmt.Fprintf(out, "%s: read %d bytes, then EOF\n", who, len(got))
		return nil
	}
	fmt.Fprintf(out, "%s: read about %d bytes, then\n", who, len(got))
	fmt.Fprintf(out, "%s: %v\n", who, err)
	return nil
}
