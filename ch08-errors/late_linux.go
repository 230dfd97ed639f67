package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// lateConnect connects without waiting, as package net does. What became of
// it, the kernel tells by poll(2) and SO_ERROR (connect(2), EINPROGRESS).
func lateConnect(_ context.Context, out io.Writer, b *bench) error {
	fmt.Fprintln(out, "connect that does not wait: SO_ERROR has the answer, once.")
	_, nobody, err := b.bound(unix.SOCK_STREAM) // has the port, and does not listen
	if err != nil {
		return err
	}
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	tell(out, "client", "connect", unix.Connect(fd, nobody))
	if err := awaitEvent(fd, unix.POLLOUT); err != nil {
		return err
	}
	for range 2 {
		code, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		var said error
		if code != 0 {
			said = unix.Errno(code)
		}
		tell(out, "kernel", "SO_ERROR", said)
	}
	tell(out, "client", "connect again", unix.Connect(fd, nobody))
	return nil
}

// lateSend lets the error of one datagram spoil the sending of the next, which
// is not sent: the kernel reports the pending error first, and does nothing
// else (udp(7)).
func lateSend(ctx context.Context, out io.Writer, b *bench) error {
	fmt.Fprintln(out, "The same, and the program only ever sends.")
	conn, err := b.dialNobody(ctx)
	if err != nil {
		return err
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	for _, call := range []string{"Write", "Write again", "and again"} {
		_, err = conn.Write([]byte("anybody?"))
		tell(out, "client", call, err)
		if err != nil {
			continue // it has been told: nothing is pending
		}
		var waited error
		err = raw.Control(func(fd uintptr) { waited = awaitEvent(int(fd), 0) }) // POLLERR needs no asking
		if err != nil || waited != nil {
			return errors.Join(err, waited)
		}
	}
	return nil
}
