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

// openEcho makes a socket for echo messages with one address. With CAP_NET_RAW
// that is a raw socket, which gets a copy of all ICMP from there; without it,
// a ping socket, which gets the answers to its own requests (icmp(7)). For a
// ping socket the user's group must be in net.ipv4.ping_group_range.
func openEcho(to netip.Addr) (fd int, ping bool, err error) {
	family, protocol := unix.AF_INET, unix.IPPROTO_ICMP
	if to.Is6() {
		family, protocol = unix.AF_INET6, unix.IPPROTO_ICMPV6
	}
	const flags = unix.SOCK_CLOEXEC | unix.SOCK_NONBLOCK
	fd, err = unix.Socket(family, unix.SOCK_RAW|flags, protocol)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		ping = true
		fd, err = unix.Socket(family, unix.SOCK_DGRAM|flags, protocol)
	}
	if errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) {
		return -1, false, missing{what: "ICMP takes CAP_NET_RAW, or a group in net.ipv4.ping_group_range",
			remedy: `sudo sysctl -w net.ipv4.ping_group_range="0 2147483647", or sudo setcap cap_net_raw=ep ` + program()}
	}
	if err != nil {
		return -1, false, os.NewSyscallError("socket", err)
	}
	if !ping {
		want := uint8(EchoReply)
		if to.Is6() {
			want = EchoReply6
		}
		err = letPass(fd, to.Is6(), want)
	}
	if err == nil {
		err = os.NewSyscallError("connect", unix.Connect(fd, socketAddress(to)))
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, false, err
	}
	return fd, ping, nil
}

// program is this program's own file: what it lacks can be given to that. The
// file that go run makes is gone when it ends.
func program() string {
	path, err := os.Executable()
	if err != nil || strings.Contains(path, "go-build") {
		return "a file made by go build"
	}
	return path
}

// letPass has the kernel give a raw socket one type of message only. Without
// it, on loopback, the socket would get its own requests too (raw(7),
// ICMP_FILTER: a bit that is set blocks; RFC 3542 section 3.2 for IPv6).
func letPass(fd int, v6 bool, kind uint8) error {
	if v6 {
		var f unix.ICMPv6Filter
		for i := range f.Data {
			f.Data[i] = ^uint32(0)
		}
		f.Data[kind/32] &^= 1 << (kind % 32)
		return os.NewSyscallError("setsockopt ICMP6_FILTER",
			unix.SetsockoptICMPv6Filter(fd, unix.SOL_ICMPV6, unix.ICMPV6_FILTER, &f))
	}
	const icmpFilter = 1 // ICMP_FILTER of linux/icmp.h
	return os.NewSyscallError("setsockopt ICMP_FILTER",
		unix.SetsockoptInt(fd, unix.SOL_RAW, icmpFilter, int(^uint32(1<<kind))))
}

// socketAddress is a sockaddr without a port: ICMP has none. An address of
// fe80::/10 is on every link, and needs its zone.
func socketAddress(addr netip.Addr) unix.Sockaddr {
	if addr.Is4() {
		return &unix.SockaddrInet4{Addr: addr.As4()}
	}
	to := &unix.SockaddrInet6{Addr: addr.As16()}
	if i, err := net.InterfaceByName(addr.Zone()); err == nil {
		to.ZoneId = uint32(i.Index)
	}
	return to
}

// echoID is the identifier that a ping socket's messages have: its port, which
// the kernel chose, whatever the program writes there.
func echoID(fd int) (uint16, error) {
	name, err := unix.Getsockname(fd)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	switch name := name.(type) {
	case *unix.SockaddrInet4:
		return uint16(name.Port), nil
	case *unix.SockaddrInet6:
		return uint16(name.Port), nil
	}
	return 0, fmt.Errorf("getsockname: a %T", name)
}

// openResponder makes the socket of a server on one address: it gets the echo
// requests that are sent there, and what it sends comes from there.
func openResponder(at netip.Addr) (int, error) {
	family, protocol, want := unix.AF_INET, unix.IPPROTO_ICMP, uint8(EchoRequest)
	if at.Is6() {
		family, protocol, want = unix.AF_INET6, unix.IPPROTO_ICMPV6, EchoRequest6
	}
	fd, err := unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, protocol)
	if errors.Is(err, unix.EPERM) {
		return -1, missing{what: "a raw socket takes CAP_NET_RAW", remedy: "unshare -Urn"}
	}
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	if err = letPass(fd, at.Is6(), want); err == nil {
		err = os.NewSyscallError("bind", unix.Bind(fd, socketAddress(at)))
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}
