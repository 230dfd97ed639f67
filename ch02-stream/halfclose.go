package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
)

// HalfClose ends one direction of a connection and goes on using the other. The
// server sorts words: it has no answer before it has read the last one, and no
// length or delimiter tells it which is the last. The end of the stream does.
func HalfClose(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		if err := showStates(ctx, out, client, "ESTABLISHED", server, "ESTABLISHED"); err != nil {
			return err
		}
		if err := sendWords(out, client); err != nil {
			return err
		}
		if err := showStates(ctx, out, client, "FIN-WAIT-2", server, "CLOSE-WAIT"); err != nil {
			return err
		}
		if err := sortWords(out, server); err != nil {
			return err
		}
		answer, err := io.ReadAll(client)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: read %q, then EOF\n", answer)
		return showLast(ctx, out, client, server)
	})
}

// sendWords writes and then ends its own direction. CloseWrite wraps
// shutdown(2) with SHUT_WR: the kernel sends FIN behind the last byte.
func sendWords(out io.Writer, conn *net.TCPConn) error {
	const words = "pear apple fig"
	if _, err := conn.Write([]byte(words)); err != nil {
		return err
	}
	if err := conn.CloseWrite(); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, then CloseWrite\n", words)
	// Nothing goes on the wire: the client's own kernel refuses.
	_, err := conn.Write([]byte(" plum"))
	fmt.Fprintf(out, "client: one word more: %v\n", err)
	return nil
}

// sortWords reads to EOF, which is how Read reports the client's FIN (RFC 9293
// section 3.6), and answers. The FIN says that the client sends no more; it
// does not say that the client has stopped reading.
func sortWords(out io.Writer, conn *net.TCPConn) error {
	all, err := io.ReadAll(conn)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: read %q, then EOF\n", all)
	words := bytes.Fields(all)
	slices.SortFunc(words, bytes.Compare)
	answer := bytes.Join(words, []byte(" "))
	if _, err := conn.Write(answer); err != nil {
		return err
	}
	fmt.Fprintf(out, "server: sent %q, then Close\n", answer)
	return conn.Close()
}

// showLast prints what is left of a connection that both ends have finished
// with. The client holds its descriptor still, but the state has moved from
// the socket to a smaller record that the kernel keeps by itself.
func showLast(ctx context.Context, out io.Writer, client, server *net.TCPConn) error {
	err := errors.Join(
		awaitTable(ctx, client.LocalAddr(), client.RemoteAddr(), "TIME-WAIT"),
		awaitTable(ctx, client.RemoteAddr(), client.LocalAddr(), "gone"))
	return confirmed(out, err, "kernel: client TIME-WAIT, server gone: the client finished first")
}
