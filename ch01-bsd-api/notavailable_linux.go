package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// NotAvailable provokes EADDRNOTAVAIL: an address that is not this machine's,
// and a client for which no local port is left.
func NotAvailable(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		if err := s.foreign(out); err != nil {
			return err
		}
		return s.noPortLeft(out)
	})
}

// foreign binds to an address of documentation's (RFC 5737), which no machine
// has. IP_FREEBIND is for a server that starts before its address comes up.
func (s *sockets) foreign(out io.Writer) error {
	addr := &unix.SockaddrInet4{Addr: [4]byte{192, 0, 2, 1}}
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	err = unix.Bind(fd, addr)
	say(out, "server", "bind(192.0.2.1)", 0, err)
	if err != unix.EADDRNOTAVAIL {
		return fmt.Errorf("bind to an address that this machine has not: %v", err)
	}
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_FREEBIND, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	err = unix.Bind(fd, addr)
	say(out, "server", "bind(192.0.2.1), IP_FREEBIND", 0, err)
	return err
}

// noPortLeft gives clients a range of one port to be connected from. On a busy
// machine it is the whole range, 28232 ports by default, that connections to
// one server have used up (ip(7), ip_local_port_range).
func (s *sockets) noPortLeft(out io.Writer) error {
	_, addr, err := s.listener(8)
	if err != nil {
		return err
	}
	_, other, err := s.listener(8)
	if err != nil {
		return err
	}
	only, err := s.freePort()
	if err != nil {
		return err
	}
	for i, to := range []*unix.SockaddrInet4{addr, addr, other} {
		fd, err := s.tcp()
		if err != nil {
			return err
		}
		// Low half the first port, high half the last (ip(7), Linux 6.3).
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_LOCAL_PORT_RANGE, only<<16|only)
		if errors.Is(err, unix.ENOPROTOOPT) {
			return missing{what: "a range of ports for one socket takes Linux 6.3"}
		}
		if err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		err = unix.Connect(fd, to)
		fmt.Fprintf(out, "client %d: %s → %s\n", i+1, text(loopback(only)), text(to))
		say(out, fmt.Sprintf("client %d", i+1), "connect", 0, err)
		if i == 1 && err != unix.EADDRNOTAVAIL {
			return fmt.Errorf("connect with no port left: %v", err)
		}
	}
	return nil
}

// freePort is one that was free a moment ago.
func (s *sockets) freePort() (int, error) {
	fd, addr, err := s.listener(1)
	if err != nil {
		return 0, err
	}
	return addr.Port, s.close(fd)
}
