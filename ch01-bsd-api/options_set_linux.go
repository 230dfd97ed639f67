package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// set shows that an option is a request: the kernel doubles a buffer's size,
// to have room for its own records, caps it, and refuses what makes no sense.
func (s *sockets) set(ctx context.Context, out io.Writer) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	for _, size := range []int{50_000, 1} {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, size); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		has, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		fmt.Fprintf(out, "kernel: SO_RCVBUF set to %d is %d\n", size, has)
	}
	_, err = unix.GetsockoptInt(fd, unix.IPPROTO_TCP, 9999)
	say(out, "kernel", "getsockopt(IPPROTO_TCP, 9999)", 0, err)
	say(out, "kernel", "setsockopt(IP_TTL, 1000)", 0, unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TTL, 1000))
	return controlled(ctx, out)
}

// controlled sets an option between socket and bind, where it is too early for
// SyscallConn and where some options have to be set.
func controlled(ctx context.Context, out io.Writer) error {
	var inner error
	lc := net.ListenConfig{Control: func(network, address string, conn syscall.RawConn) error {
		err := conn.Control(func(fd uintptr) {
			sa, err := unix.Getsockname(int(fd))
			if err != nil {
				inner = os.NewSyscallError("getsockname", err)
				return
			}
			fmt.Fprintf(out, "go: Control: %s, to be bound to %s, is at %s\n", network, address, text(sa))
			inner = os.NewSyscallError("setsockopt", unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1))
		})
		return errors.Join(err, inner)
	}}
	first, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer first.Close()
	second, err := lc.Listen(ctx, "tcp", first.Addr().String())
	if err != nil {
		return err
	}
	defer second.Close()
	fmt.Fprintln(out, "go: two listeners at", second.Addr())
	return nil
}
