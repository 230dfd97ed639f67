package batching

import "net/netip"

const (
	// maxDatagram is more than any datagram holds, in bytes (RFC 768: the
	// length has 16 bits), and than a GRO read does.
	maxDatagram = 64 << 10
	// largest is what one IPv4 packet leaves for data: 65,535 bytes less 20 of
	// IP's header and 8 of UDP's. It bounds a GSO call as well (udp(7)).
	largest = 65535 - 20 - 8
	// batchLen is how many messages one system call moves at most. From 8 on
	// there is little left of the call's own cost; each takes 64 KiB to read.
	batchLen = 32
)

// A message is what one entry of recvmmsg(2) or sendmmsg(2) moves: a datagram,
// or several of one length that the kernel joined (UDP_GRO).
//
// Who received it owns data until it receives again; who sends it must leave
// data alone until send returns: sendmmsg copies, and keeps nothing.
type message struct {
	data    []byte         // as many bytes as were read
	segment int            // length of each datagram in data, the last may be shorter; 0: it is one
	peer    netip.AddrPort // without its zone; invalid on a connected socket
	zone    uint32         // index of the interface, of a link-local peer
	local   origin         // the address that it was sent to
}

// An origin is the control message with the address that a datagram was sent
// to, and that its answer is to come from; empty unless the socket asks for
// it. It is a value, so that two can be compared.
type origin struct {
	bytes [40]byte // CMSG_SPACE of struct in6_pktinfo
	n     int
}

// datagrams is how many m is.
func (m *message) datagrams() int {
	if m.segment == 0 {
		return 1
	}
	return (len(m.data) + m.segment - 1) / m.segment
}

// split appends the datagrams of m to out, each a part of m.data: nothing is
// copied. It is what the reader of a GRO socket owes its caller.
func (m *message) split(out []message) []message {
	if m.segment == 0 {
		return append(out, *m)
	}
	one := *m
	one.segment = 0
	for rest := m.data; len(rest) > 0; {
		n := min(m.segment, len(rest))
		one.data, rest = rest[:n:n], rest[n:]
		out = append(out, one)
	}
	return out
}
