package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Writev counts the system calls under net.Buffers: on a TCP connection one
// writev(2) for up to 1,024 buffers, on any other writer a Write for each.
func Writev(ctx context.Context, out io.Writer) error {
	acts, err := traced(ctx, "writev")
	if err != nil {
		return err
	}
	for _, act := range acts {
		showVectors(out, act)
	}
	return withStream(ctx, func(client, _ *net.TCPConn) error {
		return errors.Join(consumed(out, client), partialWritev(out, client))
	})
}

// showVectors writes a line for each call, for a writev with the number of
// buffers that it was given, or one for all when the calls are alike.
func showVectors(out io.Writer, a act) {
	fmt.Fprintln(out, a.title)
	for _, t := range a.count() {
		if t.name != "writev" {
			fmt.Fprintf(out, "kernel: %d × %s, %d bytes in all\n", t.calls, t.name, t.bytes)
		}
	}
	for _, call := range a.calls {
		if call.name == "writev" {
			fmt.Fprintf(out, "kernel: writev(fd, %d buffers) = %d\n", call.args[2], call.result)
		}
	}
}

// performWritev sends the same messages in several ways. The bytes are few
// enough for the send buffer, so that no call has to wait or is cut short.
func performWritev() error {
	return withStream(context.Background(), func(client, _ *net.TCPConn) error {
		one := []byte("twelve bytes")
		for _, scene := range []struct {
			title string
			to    io.Writer
			n     int
			write func(io.Writer, net.Buffers) error
		}{
			{"client: 3 messages, a Write for each", client, 3, writeEach},
			{"client: 3 messages, net.Buffers", client, 3, writeBuffers},
			{"client: 2500 messages, net.Buffers", client, 2500, writeBuffers},
			{"client: 3 messages, net.Buffers to a wrapped connection", logged{client}, 3, writeBuffers},
		} {
			if err := mark(scene.title, client); err != nil {
				return err
			}
			messages := make(net.Buffers, scene.n)
			for i := range messages {
				messages[i] = one
			}
			if err := scene.write(scene.to, messages); err != nil {
				return err
			}
		}
		return nil
	})
}

// logged is a connection in a wrapper, as one is that logs, counts or limits.
// net.Buffers asks for a method that package net alone has.
type logged struct{ net.Conn }

func writeEach(w io.Writer, messages net.Buffers) error {
	for _, m := range messages {
		if _, err := w.Write(m); err != nil {
			return err
		}
	}
	return nil
}

func writeBuffers(w io.Writer, messages net.Buffers) error {
	_, err := messages.WriteTo(w)
	return err
}
