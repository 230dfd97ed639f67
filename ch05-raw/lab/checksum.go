package ping

import (
	"encoding/binary"
	"net/netip"
)

// Checksum is the Internet checksum of b (RFC 1071): the complement of the
// ones' complement sum of its 16-bit words. An odd last byte is the upper half
// of a word. b is not changed, nor what lies behind it in memory.
//
// A sender computes it with the field at 0. Whoever receives computes it over
// the field too, and gets 0.
func Checksum(b []byte) uint16 {
	// BEGIN SOLUTION: add the words, and bring the carries back in
	var sum uint32
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
		sum = sum&0xFFFF + sum>>16
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	sum = sum&0xFFFF + sum>>16
	return ^uint16(sum)
	// END SOLUTION
}

// PseudoHeader is what the checksum of an ICMPv6 message covers beside it, as
// if it stood before it (RFC 8200 section 8.1): both addresses, the length of
// the message in 32 bits, three bytes 0, and the protocol. A zone is no part
// of an address on the wire.
func PseudoHeader(from, to netip.Addr, length int) []byte {
	// BEGIN SOLUTION: forty bytes
	source, destination := from.As16(), to.As16()
	b := append(source[:], destination[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(length))
	return append(b, 0, 0, 0, protocolICMPv6)
	// END SOLUTION
}
