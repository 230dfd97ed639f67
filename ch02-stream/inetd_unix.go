//go:build unix

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

// Inetd makes a server of cat(1), which knows nothing of sockets, as inetd(8)
// does: the accepted socket is its standard input and output. Then it forgets
// to close the parent's copy. Then it hands over a listener instead.
func Inetd(ctx context.Context, out io.Writer) error {
	for _, story := range []func(context.Context, io.Writer, *net.TCPConn, *net.TCPConn) error{tidyParent, forgetfulParent} {
		err := withPair(ctx, func(client, server *net.TCPConn) error {
			return story(ctx, out, client, server)
		})
		if err != nil {
			return err
		}
	}
	return activation(ctx, out)
}

func tidyParent(ctx context.Context, out io.Writer, client, conn *net.TCPConn) error {
	child, err := handOver(ctx, conn, "cat")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: started cat as pid %d on the socket, closed its own copies\n", child.Process.Pid)
	if err := lastWord(out, client); err != nil {
		return errors.Join(err, child.Wait())
	}
	rest, err := io.ReadAll(client) // ends when the last descriptor of the other end is closed: cat's
	fmt.Fprintf(out, "client: read to the end: %q, %v\n", rest, err)
	return errors.Join(err, child.Wait())
}

// forgetfulParent keeps a descriptor of the socket. The child ends, and with it
// its own; the connection does not.
func forgetfulParent(ctx context.Context, out io.Writer, client, conn *net.TCPConn) error {
	forgotten, err := conn.File() // one more descriptor of the same socket
	if err != nil {
		return err
	}
	defer forgotten.Close()
	child, err := handOver(ctx, conn, "cat")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: started cat as pid %d, forgot to close a copy\n", child.Process.Pid)
	if err := lastWord(out, client); err != nil {
		return errors.Join(err, child.Wait())
	}
	fmt.Fprintf(out, "child: %v, exit status %d\n", child.Wait(), child.ProcessState.ExitCode())
	if err := client.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		return err
	}
	_, err = client.Read(make([]byte, 1))
	fmt.Fprintln(out, "client: waits for the end:", err)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("the connection has ended although a descriptor is open: %w", err)
	}
	fmt.Fprintln(out, "server: closes the copy:", forgotten.Close())
	_ = client.SetReadDeadline(time.Now().Add(5 * time.Second)) // fails only if closed, which Read reports
	_, err = client.Read(make([]byte, 1))
	fmt.Fprintln(out, "client:", err)
	return nil
}

// lastWord sends a line, reads it back and ends the client's direction.
func lastWord(out io.Writer, client *net.TCPConn) error {
	line := "hello, cat\n"
	if _, err := io.WriteString(client, line); err != nil {
		return err
	}
	echo := make([]byte, len(line))
	if _, err := io.ReadFull(client, echo); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, got back %q, says no more\n", line, echo)
	return client.CloseWrite()
}
