package bsdapi

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Sockaddr binds sockets of three families and prints the bytes in which the
// kernel gives their addresses back, field by field.
func Sockaddr(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		for _, show := range []func(io.Writer) error{s.showInet4, s.showInet6, s.showUnix} {
			if err := show(out); err != nil {
				return err
			}
		}
		return nil
	})
}

// sockname wraps getsockname(2) itself: x/sys would decode the bytes. The
// kernel is told how much room there is and says how much it has filled.
func sockname(fd int) ([]byte, error) {
	buf := make([]byte, unix.SizeofSockaddrAny)
	size := uint32(len(buf))
	_, _, errno := unix.Syscall(unix.SYS_GETSOCKNAME, uintptr(fd),
		uintptr(unsafe.Pointer(&buf[0])), uintptr(unsafe.Pointer(&size)))
	if errno != 0 {
		return nil, os.NewSyscallError("getsockname", errno)
	}
	return buf[:size], nil
}

// bound makes a socket, binds it and returns the bytes of its name.
func (s *sockets) bound(family int, addr unix.Sockaddr) ([]byte, error) {
	fd, err := s.keep(unix.Socket(family, unix.SOCK_STREAM, 0))
	if errors.Is(err, unix.EAFNOSUPPORT) {
		return nil, missing{what: "this kernel has no IPv6"}
	}
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	switch err := unix.Bind(fd, addr); {
	case errors.Is(err, unix.EADDRINUSE):
		return nil, missing{what: "port 8080, whose bytes the lesson knows, is in use here"}
	case errors.Is(err, unix.EADDRNOTAVAIL):
		return nil, missing{what: "IPv6 is switched off here", remedy: "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0"}
	case err != nil:
		return nil, os.NewSyscallError("bind", err)
	}
	return sockname(fd)
}

// A field of a sockaddr: so many bytes, and what they say.
type field struct {
	name string
	size int
	says func(b []byte) any
}

// native decodes what only this machine's kernel reads, in the order in which
// its processor has numbers. What travels is in network order, whatever the
// machine.
func native(names map[uint16]string) func(b []byte) any {
	return func(b []byte) any { return names[binary.NativeEndian.Uint16(b)] + ", in the machine's order" }
}

func port(b []byte) any { return fmt.Sprint(binary.BigEndian.Uint16(b)) + ", in network order" }

func address(b []byte) any { a, _ := netip.AddrFromSlice(b); return a }

func number(b []byte) any { return binary.NativeEndian.Uint32(b) }

func quoted(b []byte) any { return fmt.Sprintf("%q", b) }

func unused([]byte) any { return "unused" }

var families = map[uint16]string{unix.AF_INET: "AF_INET", unix.AF_INET6: "AF_INET6", unix.AF_UNIX: "AF_UNIX"}

// explain prints the fields that raw has, each with its offset.
func explain(out io.Writer, name string, raw []byte, fields ...field) {
	fmt.Fprintf(out, "kernel: %s: %d bytes\n", name, len(raw))
	at := 0
	for _, f := range fields {
		size := min(f.size, len(raw)-at)
		b := raw[at:][:size]
		hex := fmt.Sprintf("% x", b)
		if size > 8 {
			hex = fmt.Sprintf("%x", b)
		}
		if size > 0 {
			fmt.Fprintf(out, "  %2d  %-14s %-12s %v\n", at, f.name, hex, f.says(b))
		}
		at += size
	}
}
