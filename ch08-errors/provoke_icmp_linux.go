package sockerrors

import (
	"context"
	"encoding/binary"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// icmp are the errors that a router or the other host reports (RFC 792, RFC
// 1122 section 3.2.2), here from a forger. A UDP socket gets them if it is
// connected; for TCP most of them only give a reason for a later timeout
// (RFC 5461).
var icmp = theme{"What ICMP reports to a connected UDP socket.", []provocation{
	{"EHOSTDOWN", "ICMP type 3 code 7: host unknown", "client", "", inOwnNetwork(forge(3, 7))},
	{"ENONET", "ICMP type 3 code 8: host isolated", "client", "", inOwnNetwork(forge(3, 8))},
	{"ENOPROTOOPT", "ICMP type 3 code 2: protocol unreachable", "client", "here it is the peer's doing", inOwnNetwork(forge(3, 2))},
	{"EHOSTUNREACH", "ICMP type 3 code 13: forbidden by a filter", "client", "", inOwnNetwork(forge(3, 13))},
	{"EPROTO", "ICMP type 12 code 0: a bad header field", "client", "", inOwnNetwork(forge(12, 0))},
}}

// forge is the run of a provocation that sends an ICMP message about a
// datagram of a connected UDP socket. The kernel finds the socket by the
// headers that the message quotes, and keeps the error for the next call.
func forge(kind, code byte) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		if err := b.loopbackUp(); err != nil {
			return err
		}
		peer, err := b.udp()
		if err != nil {
			return err
		}
		conn, err := net.DialUDP("udp", nil, peer.LocalAddr().(*net.UDPAddr))
		if err != nil {
			return err
		}
		b.keep(conn)
		raw, err := b.socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP)
		if err != nil {
			return err
		}
		message := unreachable(kind, code, conn.LocalAddr().(*net.UDPAddr), conn.RemoteAddr().(*net.UDPAddr))
		if err := unix.Sendto(raw, message, 0, loopback(0)); err != nil {
			return os.NewSyscallError("sendto", err)
		}
		_ = conn.SetDeadline(time.Now().Add(allotted)) // fails only on a closed connection
		_, err = conn.Read(make([]byte, 1))
		return err
	}
}

// unreachable is an ICMP message that quotes the IPv4 header and the first 8
// bytes of a UDP datagram (RFC 792, "Destination Unreachable Message").
func unreachable(kind, code byte, from, to *net.UDPAddr) []byte {
	const icmpHeader, ipHeader, udpHeader = 8, 20, 8
	m := make([]byte, icmpHeader, icmpHeader+ipHeader+udpHeader)
	m[0], m[1] = kind, code
	m = append(m, 4<<4|ipHeader/4, 0, 0, ipHeader+udpHeader, 0, 0, 0, 0, 64, unix.IPPROTO_UDP, 0, 0)
	m = append(m, from.IP.To4()...)
	m = append(m, to.IP.To4()...)
	m = binary.BigEndian.AppendUint16(m, uint16(from.Port))
	m = binary.BigEndian.AppendUint16(m, uint16(to.Port))
	m = append(m, 0, udpHeader, 0, 0) // length, no checksum
	binary.BigEndian.PutUint16(m[2:], checksum(m))
	return m
}

// checksum is the Internet checksum of an even number of bytes (RFC 1071).
func checksum(p []byte) uint16 {
	var sum uint32
	for i := 0; i < len(p); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(p[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
