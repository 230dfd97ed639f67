package bsdapi

import (
	"fmt"
	"io"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// visit connects to each address, at the listeners' port, and has the listener
// that got the connection accept it.
func (s *sockets) visit(out io.Writer, listeners []int, addrs ...netip.Addr) error {
	port, err := portOf(listeners[0])
	if err != nil {
		return err
	}
	for _, addr := range addrs {
		fd, err := s.bindAt(at(addr, 0), true, false) // of the right family, and from the same address
		if err != nil {
			return err
		}
		to := at(addr, port)
		if err := unix.Connect(fd, to); err != nil {
			say(out, "client", "connect("+text(to)+")", 0, err)
			continue
		}
		ln, err := whose(listeners)
		if err != nil {
			return err
		}
		server, err := s.accept(ln)
		if err != nil {
			return err
		}
		if err := tellEnds(out, ln, server); err != nil {
			return err
		}
	}
	return nil
}

// tellEnds prints the three addresses as the server sees them.
func tellEnds(out io.Writer, listener, server int) error {
	name, err := unix.Getsockname(listener)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	local, err := unix.Getsockname(server)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	remote, err := unix.Getpeername(server)
	if err != nil {
		return os.NewSyscallError("getpeername", err)
	}
	fmt.Fprintf(out, "server: %s accepts %s ← %s\n", shape(name), shape(local), shape(remote))
	return nil
}

// shape spells an IPv4-mapped address as the kernel has it. Package net takes
// it for the IPv4 address that it means, and prints that.
func shape(sa unix.Sockaddr) string {
	if in6, ok := sa.(*unix.SockaddrInet6); ok {
		return netip.AddrPortFrom(netip.AddrFrom16(in6.Addr), uint16(in6.Port)).String()
	}
	return text(sa)
}

// whose is the listener that has a connection waiting.
func whose(listeners []int) (int, error) {
	var set []unix.PollFd
	for _, fd := range listeners {
		set = append(set, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	if err := pollAgain(set); err != nil {
		return -1, err
	}
	for _, p := range set {
		if p.Revents != 0 {
			return int(p.Fd), nil
		}
	}
	return -1, fmt.Errorf("no listener got the connection")
}

// portOf is the port that the kernel has chosen.
func portOf(fd int) (int, error) {
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	return fromSockaddr(sa).Port, nil
}
