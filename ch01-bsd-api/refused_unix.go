//go:build unix

package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// Refused provokes ECONNREFUSED: the machine is there, and on that port nobody
// listens. Its kernel answers the SYN with RST (RFC 9293 section 3.10.7.1).
func Refused(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		fd, err := s.tcp()
		if err != nil {
			return err
		}
		if err := unix.Bind(fd, loopback(0)); err != nil {
			return os.NewSyscallError("bind", err)
		}
		addr, err := nameOf(fd)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: bound to %s\n", text(addr))
		if err := s.refusedBy(out, addr); err != nil {
			return err
		}
		if err := s.listenOnce(out, fd, addr); err != nil {
			return err
		}
		if err := s.refusedBy(out, addr); err != nil {
			return err
		}
		return dialRefused(ctx, out, addr)
	})
}

// listenOnce makes a listener of a bound socket, for one client, and closes
// it. The connection stays. It keeps the port from other programs, to one of
// which the kernel might else give it (socket(7), SO_REUSEADDR: none here).
func (s *sockets) listenOnce(out io.Writer, fd int, addr unix.Sockaddr) error {
	if err := unix.Listen(fd, 1); err != nil {
		return os.NewSyscallError("listen", err)
	}
	fmt.Fprintln(out, "server: listens")
	client, err := s.tcp()
	if err != nil {
		return err
	}
	err = unix.Connect(client, addr)
	say(out, "client", "connect("+text(addr)+")", 0, err)
	if err != nil {
		return os.NewSyscallError("connect", err)
	}
	if _, err := s.accept(fd); err != nil {
		return err
	}
	if err := s.close(fd); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: closes its listener")
	return nil
}

// refusedBy connects where nobody listens.
func (s *sockets) refusedBy(out io.Writer, addr unix.Sockaddr) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	err = unix.Connect(fd, addr)
	say(out, "client", "connect("+text(addr)+")", 0, err)
	if err != unix.ECONNREFUSED {
		return fmt.Errorf("connecting where nobody listens: %v", err)
	}
	return nil
}

// dialRefused does it with package net, whose error has the number inside.
func dialRefused(ctx context.Context, out io.Writer, addr unix.Sockaddr) error {
	var d net.Dialer
	_, err := d.DialContext(ctx, "tcp", text(addr))
	fmt.Fprintln(out, "go:", err)
	fmt.Fprintln(out, "go: errors.Is(err, syscall.ECONNREFUSED):", errors.Is(err, unix.ECONNREFUSED))
	return nil
}
