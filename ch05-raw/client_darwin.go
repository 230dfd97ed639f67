package raw

import (
	"net"
	"net/netip"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// dialEcho makes a ping socket: macOS gives one to everybody. The identifier
// is the program's to choose there.
func dialEcho(to netip.Addr) (*Client, error) {
	family, protocol, name := unix.AF_INET, unix.IPPROTO_ICMP, unix.Sockaddr(nil)
	if to.Is6() {
		family, protocol, name = unix.AF_INET6, unix.IPPROTO_ICMPV6, &unix.SockaddrInet6{Addr: to.As16(), ZoneId: zone(to)}
	} else {
		name = &unix.SockaddrInet4{Addr: to.As4()}
	}
	syscall.ForkLock.RLock()
	fd, err := unix.Socket(family, unix.SOCK_DGRAM, protocol)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	if err := unix.Connect(fd, name); err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("connect", err)
	}
	return newClient(os.NewFile(uintptr(fd), "icmp"), to, false, 0), nil
}

// zone is the link that an address of fe80::/10 is on.
func zone(of netip.Addr) uint32 {
	if i, err := net.InterfaceByName(of.Zone()); err == nil {
		return uint32(i.Index)
	}
	return 0
}

// message takes the IP header off. macOS puts one before what a ping socket of
// IPv4 reads, with some fields in the machine's own byte order.
func (c *Client) message(packet []byte) ([]byte, bool) {
	if c.to.Is6() {
		return packet, true
	}
	if len(packet) == 0 || len(packet) < int(packet[0]&0xf)*4 {
		return nil, false
	}
	return packet[int(packet[0]&0xf)*4:], true
}
