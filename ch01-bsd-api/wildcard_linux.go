package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// Wildcard shows what a listener without an address gets: every address of the
// machine, IPv4 through an IPv6 socket, and the conflicts that follow.
func Wildcard(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		for _, part := range []func(io.Writer) error{s.everyAddress, s.bothFamilies, s.conflicts, s.mostSpecific} {
			if err := part(out); err != nil {
				return err
			}
		}
		return nil
	})
}

// Addresses of the example. All of 127/8 is this machine's (RFC 1122 section
// 3.2.1.3), so that lo has more than one address.
var (
	anyIPv4  = netip.IPv4Unspecified()
	home1    = netip.MustParseAddr("127.0.0.1")
	home2    = netip.MustParseAddr("127.0.0.2")
	anyIPv6  = netip.IPv6Unspecified()
	homeIPv6 = netip.IPv6Loopback()
)

// at is an address of either family with a port.
func at(addr netip.Addr, port int) unix.Sockaddr {
	return toSockaddr(net.TCPAddrFromAddrPort(netip.AddrPortFrom(addr, uint16(port))))
}

// everyAddress: the listener is bound to 0.0.0.0, which no packet has as its
// destination; the socket that accept makes has the address that it had.
func (s *sockets) everyAddress(out io.Writer) error {
	ln, err := s.listenAt(at(anyIPv4, 0), false)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "server: listens on 0.0.0.0")
	return s.visit(out, []int{ln}, home1, home2)
}

// bothFamilies: an IPv4 client of an IPv6 listener has an IPv4-mapped address
// (RFC 4291 section 2.5.5.2), unless the listener has IPV6_V6ONLY.
func (s *sockets) bothFamilies(out io.Writer) error {
	for _, v6only := range []bool{false, true} {
		ln, err := s.listenAt(at(anyIPv6, 0), v6only)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: listens on [::], IPV6_V6ONLY %d\n", onOff(v6only))
		if err := s.visit(out, []int{ln}, homeIPv6, home1); err != nil {
			return err
		}
	}
	return nil
}

// listenAt listens, with or without IPV6_V6ONLY, and without SO_REUSEADDR.
func (s *sockets) listenAt(addr unix.Sockaddr, v6only bool) (int, error) {
	fd, err := s.bindAt(addr, v6only, false)
	if err != nil {
		return -1, err
	}
	return fd, os.NewSyscallError("listen", unix.Listen(fd, 8))
}

// bindAt makes a socket of addr's family and binds it.
func (s *sockets) bindAt(addr unix.Sockaddr, v6only, reusePort bool) (int, error) {
	family := unix.AF_INET
	if _, ok := addr.(*unix.SockaddrInet6); ok {
		family = unix.AF_INET6
	}
	fd, err := s.keep(unix.Socket(family, unix.SOCK_STREAM, 0))
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	if family == unix.AF_INET6 {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, onOff(v6only))
	}
	if err == nil {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, onOff(reusePort))
	}
	if err != nil {
		return -1, os.NewSyscallError("setsockopt", err)
	}
	err = unix.Bind(fd, addr)
	if errors.Is(err, unix.EADDRNOTAVAIL) {
		err = missing{what: fmt.Sprintf("this machine has no %s", text(addr))}
	}
	return fd, err
}
