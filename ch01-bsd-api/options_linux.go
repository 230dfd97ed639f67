package bsdapi

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// An option is one that sockets have, at the level that it belongs to.
type option struct {
	name          string
	level, number int
}

var someOptions = []option{
	{"SO_TYPE", unix.SOL_SOCKET, unix.SO_TYPE},
	{"SO_PROTOCOL", unix.SOL_SOCKET, unix.SO_PROTOCOL},
	{"SO_ACCEPTCONN", unix.SOL_SOCKET, unix.SO_ACCEPTCONN},
	{"SO_REUSEADDR", unix.SOL_SOCKET, unix.SO_REUSEADDR},
	{"SO_KEEPALIVE", unix.SOL_SOCKET, unix.SO_KEEPALIVE},
	{"TCP_NODELAY", unix.IPPROTO_TCP, unix.TCP_NODELAY},
	{"TCP_KEEPIDLE", unix.IPPROTO_TCP, unix.TCP_KEEPIDLE},
	{"IP_TTL", unix.IPPROTO_IP, unix.IP_TTL},
}

// Options reads options of sockets as socket(2) makes them and as package net
// does, sets some, and shows where a Go program gets at them: before bind or
// connect with Control, afterwards with SyscallConn.
func Options(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		if err := s.compare(ctx, out); err != nil {
			return err
		}
		if err := s.set(ctx, out); err != nil {
			return err
		}
		return s.inherited(ctx, out)
	})
}

// compare prints options of four sockets: by hand and by net, a connection's
// and a listener's.
func (s *sockets) compare(ctx context.Context, out io.Writer) error {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false) // Go 1.24 asks for IPPROTO_MPTCP where the kernel has it
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	byHand, _, err := s.pair()
	if err != nil {
		return err
	}
	listener, _, err := s.listener(1)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-14s %10s %8s %10s %12s\n", "", "socket(2)", "net.Dial", "listen(2)", "net.Listen")
	for _, o := range someOptions {
		err := o.print(out, byHand, conn.(syscall.Conn), listener, ln.(syscall.Conn))
		if err != nil {
			return fmt.Errorf("%s: %w", o.name, err)
		}
	}
	return nil
}

// print is one line: by hand, by net; a listener by hand, by net.
func (o option) print(out io.Writer, fd int, conn syscall.Conn, listener int, ln syscall.Conn) error {
	dialed, err := o.of(conn)
	if err != nil {
		return err
	}
	listening, err := o.of(ln)
	if err != nil {
		return err
	}
	made, err := unix.GetsockoptInt(fd, o.level, o.number)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	waits, err := unix.GetsockoptInt(listener, o.level, o.number)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	fmt.Fprintf(out, "%-14s %10d %8d %10d %12d\n", o.name, made, dialed, waits, listening)
	return nil
}

// of reads an option of a connection or a listener of package net. Control
// keeps the descriptor open while the function runs; to take the number out of
// there would be to outlive it.
func (o option) of(conn syscall.Conn) (value int, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var inner error
	err = raw.Control(func(fd uintptr) { value, inner = unix.GetsockoptInt(int(fd), o.level, o.number) })
	if err != nil {
		return 0, err
	}
	return value, os.NewSyscallError("getsockopt", inner)
}
