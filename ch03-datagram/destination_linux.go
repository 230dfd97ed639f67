package datagram

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// controlSize holds one control message with an address of either family.
var controlSize = unix.CmsgSpace(unix.SizeofInet6Pktinfo)

// askDestination has each datagram say which address it was sent to (ip(7)
// IP_PKTINFO, RFC 3542 section 6). An IPv6 socket reports it for IPv4 as well,
// as an IPv4-mapped address.
func askDestination(conn *net.UDPConn) (bool, error) {
	level, option := unix.IPPROTO_IPV6, unix.IPV6_RECVPKTINFO
	if conn.LocalAddr().(*net.UDPAddr).IP.To4() != nil {
		level, option = unix.IPPROTO_IP, unix.IP_PKTINFO
	}
	err := control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, level, option, 1))
	})
	return err == nil, err
}

// forOneHost looks at what the kernel says that a datagram was sent to, and
// makes of it what the answer is to be sent with, in place: the same address,
// for the sending of IP_PKTINFO says which to send from. Without the index of
// the interface, the route decides where the answer leaves.
func forOneHost(message []byte) bool {
	if len(message) == 0 {
		return true // bound to one address, which is that of one host
	}
	header, data, _, err := unix.ParseOneSocketControlMessage(message)
	if err != nil {
		return false
	}
	if header.Level == unix.IPPROTO_IPV6 {
		addr := data[:16]
		if addr[0] == 0xff { // multicast: RFC 4291 section 2.7
			return false
		}
		// fe80::/10 is on every link: without the interface it is nowhere.
		if addr[0] != 0xfe || addr[1]&0xc0 != 0x80 {
			clear(data[16:20])
		}
		return true
	}
	// struct in_pktinfo: the interface, the address of this machine to answer
	// from, and the one in the header. They differ for broadcast, multicast.
	clear(data[:4])
	return [4]byte(data[4:8]) == [4]byte(data[8:12])
}
