package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unanswered is how long the kernel of the timeout example waits for an
// acknowledgement before it gives a connection up. By default it sends a
// segment again some 15 times, for 13 to 30 minutes (tcp(7), tcp_retries2).
const unanswered = time.Second

// setUserTimeout wraps setsockopt(2) with TCP_USER_TIMEOUT (tcp(7), RFC 5482):
// how long sent data, or a SYN, may go without an acknowledgement.
func setUserTimeout(conn syscall.Conn, d time.Duration) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt TCP_USER_TIMEOUT",
			unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(d.Milliseconds())))
	})
}

// showUserTimeout reads the option back with getsockopt(2). At 0, the default,
// the system's own limits hold.
func showUserTimeout(out io.Writer, part string, conn syscall.Conn) error {
	return control(conn, func(fd int) error {
		ms, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT)
		if err == nil {
			fmt.Fprintf(out, "kernel: %s: TCP_USER_TIMEOUT %d ms\n", part, ms)
		}
		return os.NewSyscallError("getsockopt TCP_USER_TIMEOUT", err)
	})
}

// TimedOut provokes ETIMEDOUT, "connection timed out": the kernel's verdict
// that a peer does not answer, where "i/o timeout" is a wish of the program's
// own. The three parts run at the same time and are told in turn.
func TimedOut(ctx context.Context, out io.Writer) error {
	parts := []func(context.Context, io.Writer) error{unheardData, unheardSYN, impatientDial}
	texts, errs := make([]bytes.Buffer, len(parts)), make([]error, len(parts))
	var running sync.WaitGroup
	for i, part := range parts {
		running.Go(func() { errs[i] = part(ctx, &texts[i]) })
	}
	running.Wait()
	for i := range parts {
		if errs[i] != nil {
			return errs[i]
		}
		fmt.Fprint(out, texts[i].String())
	}
	return nil
}

// unheardData writes to a peer that hears nothing. Write succeeds, for it only
// hands the bytes to the kernel; the bad news comes with a later call.
func unheardData(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		if err := loseIncoming(server, 100); err != nil {
			return err
		}
		fmt.Fprintln(out, "Data goes unacknowledged, until the kernel has had enough.")
		if err := setUserTimeout(client, unanswered); err != nil {
			return err
		}
		if err := showUserTimeout(out, "data", client); err != nil {
			return err
		}
		start := time.Now()
		n, err := client.Write([]byte("anybody?"))
		fmt.Fprintf(out, "client: data: Write: %d bytes, %v\n", n, err)
		_, err = client.Read(make([]byte, 1))
		sayEnded(out, "data", "Read", time.Since(start), err)
		// The kernel tells an error once. After that the socket is closed.
		_, err = client.Read(make([]byte, 1))
		fmt.Fprintf(out, "client: data: Read again: %v\n", err)
		_, err = client.Write([]byte("anybody?"))
		fmt.Fprintf(out, "client: data: Write again: %v\n", errors.Unwrap(err))
		return nil
	})
}

// sayEnded says how long a call waited for its error, and what a program can
// learn from that. Timeout is true of every kind. The dialer's is
// os.ErrDeadlineExceeded in one run and context.DeadlineExceeded in the next,
// whichever timer was first: ask Timeout.
func sayEnded(out io.Writer, part, call string, took time.Duration, err error) {
	fmt.Fprintf(out, "client: %s: %s waited %v: %v\n", part, call, took.Round(100*time.Millisecond), err)
	var t net.Error
	fmt.Fprintf(out, "client: %s: Timeout() %t, ETIMEDOUT %t\n", part,
		errors.As(err, &t) && t.Timeout(), errors.Is(err, syscall.ETIMEDOUT))
}
