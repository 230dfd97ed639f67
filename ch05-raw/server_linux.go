package raw

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

func listenEcho(at netip.Addr) (*os.File, error) {
	if netAlone() != nil {
		return nil, missing{what: "it takes a network of its own: on this one the kernel answers already",
			remedy: "unshare -Urn sh -c 'ip link set lo up; exec " + strings.Join(os.Args, " ") + "'"}
	}
	switches := "/proc/sys/net/ipv4/icmp_echo_ignore_all"
	if at.Is6() {
		switches = "/proc/sys/net/ipv6/icmp/echo_ignore_all"
	}
	if err := os.WriteFile(switches, []byte("1"), 0); err != nil {
		return nil, missing{what: fmt.Sprintf("the kernel's own answers cannot be switched off: %v", err), remedy: "unshare -Urn"}
	}
	fd, err := openResponder(at)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "icmp"), nil
}

// receiveFrom wraps recvfrom(2), and waits.
func receiveFrom(file *os.File, buf []byte) (n int, from netip.Addr, err error) {
	conn, err := file.SyscallConn()
	if err != nil {
		return 0, from, err
	}
	var source unix.Sockaddr
	var failed error
	err = conn.Read(func(fd uintptr) bool {
		n, source, failed = unix.Recvfrom(int(fd), buf, 0)
		return failed != unix.EAGAIN
	})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, from, err
	}
	if err != nil {
		return 0, from, net.ErrClosed // what is left, and a RawConn has no exported error for it
	}
	switch source := source.(type) {
	case *unix.SockaddrInet4:
		from = netip.AddrFrom4(source.Addr)
	case *unix.SockaddrInet6:
		from = netip.AddrFrom16(source.Addr)
	}
	return n, from, os.NewSyscallError("recvfrom", failed)
}

// sendTo wraps sendto(2).
func sendTo(file *os.File, packet []byte, to netip.Addr) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Write(func(fd uintptr) bool {
		failed = unix.Sendto(int(fd), packet, 0, socketAddress(to))
		return failed != unix.EAGAIN
	})
	if err != nil {
		return err
	}
	return os.NewSyscallError("sendto", failed)
}
