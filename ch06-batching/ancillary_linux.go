package batching

import (
	"encoding/binary"
	"net"
	"net/netip"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// readControl takes from what came beside a message how long its datagrams are
// and what address they were sent to. Nothing is allocated, and what is not
// well formed is passed over (cmsg(3)).
func readControl(rest []byte, m *message) {
	for len(rest) >= unix.CmsgLen(0) {
		whole := rest
		header, data, next, err := unix.ParseOneSocketControlMessage(rest)
		if err != nil {
			return
		}
		rest = next
		switch {
		case header.Level == unix.SOL_UDP && header.Type == unix.UDP_GRO && len(data) >= 4:
			size := int(int32(binary.NativeEndian.Uint32(data))) // an int, where UDP_SEGMENT is a u16
			if size > 0 && size < len(m.data) {
				m.segment = size
			}
		case isDestination(header, data):
			m.local.n = copy(m.local.bytes[:], whole[:unix.CmsgSpace(len(data))])
		}
	}
}

func isDestination(h unix.Cmsghdr, data []byte) bool {
	return h.Level == unix.IPPROTO_IP && h.Type == unix.IP_PKTINFO && len(data) == unix.SizeofInet4Pktinfo ||
		h.Level == unix.IPPROTO_IPV6 && h.Type == unix.IPV6_PKTINFO && len(data) == unix.SizeofInet6Pktinfo
}

// writeControl has a message leave from where m was sent to, and cut by length
// if segment is not 0. It returns how many bytes of b are used.
func writeControl(b *controlBuffer, m *message, segment int) int {
	n := copy(b[:], m.local.bytes[:m.local.n])
	if segment == 0 {
		return n
	}
	h := (*unix.Cmsghdr)(unsafe.Pointer(&b[n]))
	h.Level, h.Type = unix.SOL_UDP, unix.UDP_SEGMENT
	h.SetLen(unix.CmsgLen(2))
	binary.NativeEndian.PutUint16(b[n+unix.CmsgLen(0):], uint16(segment))
	return n + unix.CmsgSpace(2)
}

// fromName is a sockaddr as Go has it. An IPv6 socket has IPv4 addresses as
// IPv4-mapped ones. The port is in the network's byte order.
func fromName(name *unix.RawSockaddrInet6, length uint32) (netip.AddrPort, uint32) {
	p := (*[2]byte)(unsafe.Pointer(&name.Port))
	port := binary.BigEndian.Uint16(p[:])
	switch {
	case length >= unix.SizeofSockaddrInet6 && name.Family == unix.AF_INET6:
		return netip.AddrPortFrom(netip.AddrFrom16(name.Addr), port), name.Scope_id
	case length >= unix.SizeofSockaddrInet4 && name.Family == unix.AF_INET:
		in := (*unix.RawSockaddrInet4)(unsafe.Pointer(name))
		return netip.AddrPortFrom(netip.AddrFrom4(in.Addr), port), 0
	}
	return netip.AddrPort{}, 0
}

// toName is the reverse, for a socket of family. It returns the length, 0 for
// a connected socket, which knows where to.
func toName(name *unix.RawSockaddrInet6, m *message, family int) uint32 {
	if !m.peer.IsValid() {
		return 0
	}
	p := (*[2]byte)(unsafe.Pointer(&name.Port))
	binary.BigEndian.PutUint16(p[:], m.peer.Port())
	if family == unix.AF_INET {
		in := (*unix.RawSockaddrInet4)(unsafe.Pointer(name))
		in.Family, in.Addr = unix.AF_INET, m.peer.Addr().Unmap().As4()
		return unix.SizeofSockaddrInet4
	}
	name.Family, name.Addr = unix.AF_INET6, m.peer.Addr().As16()
	name.Flowinfo, name.Scope_id = 0, m.zone
	return unix.SizeofSockaddrInet6
}

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

// forOneHost looks at what address a message was sent to, and makes of it what
// the answer is to be sent with, in place: the same address, for the sending
// of IP_PKTINFO says which to send from. Without the index of the interface,
// the route decides where the answer leaves.
func forOneHost(o *origin) bool {
	if o.n == 0 {
		return true // bound to one address, which is that of one host
	}
	header, data, _, err := unix.ParseOneSocketControlMessage(o.bytes[:o.n])
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
