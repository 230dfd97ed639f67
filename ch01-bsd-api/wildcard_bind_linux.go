package bsdapi

import (
	"fmt"
	"io"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// conflicts binds one address and then another with the same port. 0.0.0.0
// overlaps every IPv4 address; [::] all of both families, or, with
// IPV6_V6ONLY, those of IPv6.
func (s *sockets) conflicts(out io.Writer) error {
	for _, c := range []struct {
		has, wants netip.Addr
		v6only     bool
	}{
		{home1, home2, false},
		{home1, anyIPv4, false},
		{anyIPv4, home1, false},
		{anyIPv6, home1, false},
		{anyIPv6, home1, true},
		{anyIPv6, anyIPv4, true},
		{anyIPv6, homeIPv6, true},
	} {
		has, err := s.listenAt(at(c.has, 0), c.v6only)
		if err != nil {
			return err
		}
		port, err := portOf(has)
		if err != nil {
			return err
		}
		only := ""
		if c.has.Is6() {
			only = fmt.Sprintf(" (IPV6_V6ONLY %d)", onOff(c.v6only))
		}
		_, err = s.bindAt(at(c.wants, port), true, false)
		ends := "0"
		if errno, ok := errnoOf(err); ok {
			ends = unix.ErrnoName(errno)
		}
		fmt.Fprintf(out, "kernel: %v%s has the port, bind(%v) = %s\n", c.has, only, c.wants, ends)
	}
	return nil
}

// mostSpecific: with SO_REUSEPORT two listeners of one user may overlap. Then
// the one whose address says more gets the connection.
func (s *sockets) mostSpecific(out io.Writer) error {
	wide, err := s.bindAt(at(anyIPv4, 0), false, true)
	if err != nil {
		return err
	}
	port, err := portOf(wide)
	if err != nil {
		return err
	}
	narrow, err := s.bindAt(at(home1, port), false, true)
	if err != nil {
		return err
	}
	for _, fd := range []int{wide, narrow} {
		if err := unix.Listen(fd, 8); err != nil {
			return os.NewSyscallError("listen", err)
		}
	}
	fmt.Fprintln(out, "server: 0.0.0.0 and 127.0.0.1 listen on one port, SO_REUSEPORT 1")
	return s.visit(out, []int{wide, narrow}, home1, home2)
}
