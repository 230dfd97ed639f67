//go:build unix

package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Tuple shows what tells connections apart: four numbers, the address and the
// port of either end. One of them has to differ, no more.
func Tuple(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		ln, addr, err := s.listener(8)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: listening on %s, fd %d\n", text(addr), ln)
		for i := range 3 {
			if err := s.another(out, ln, addr, i+1); err != nil {
				return err
			}
		}
		return s.samePort(out, addr)
	})
}

// another connects a client and accepts it.
func (s *sockets) another(out io.Writer, ln int, addr *unix.SockaddrInet4, number int) error {
	client, err := s.client(addr)
	if err != nil {
		return err
	}
	server, err := s.accept(ln)
	if err != nil {
		return err
	}
	local, err := nameOf(server)
	if err != nil {
		return err
	}
	from, err := nameOf(client)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: accepted client %d: %s ← %s, fd %d\n", number, text(local), text(from), server)
	if local.Port != addr.Port {
		return fmt.Errorf("accept gave port %d to a socket of a listener on %d", local.Port, addr.Port)
	}
	return nil
}

// samePort has clients share one local port: to another server, which makes
// another tuple, and to the same server, which would make the same.
func (s *sockets) samePort(out io.Writer, server *unix.SockaddrInet4) error {
	_, second, err := s.listener(8)
	if err != nil {
		return err
	}
	from := loopback(0)
	for i, to := range []*unix.SockaddrInet4{server, second, server} {
		fd, err := s.tcp()
		if err != nil {
			return err
		}
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		if err := unix.Bind(fd, from); err != nil {
			return os.NewSyscallError("bind", err)
		}
		if from, err = nameOf(fd); err != nil {
			return err
		}
		note := [...]string{"a port from the kernel", "the same port, another server", "the same port, the same server"}[i]
		fmt.Fprintf(out, "client: %s → %s: %s\n", text(from), text(to), note)
		say(out, "client", "connect", 0, unix.Connect(fd, to))
	}
	return nil
}
