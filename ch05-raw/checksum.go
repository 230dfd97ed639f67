package raw

import (
	"encoding/binary"
	"net/netip"
)

// Checksum is the Internet checksum (RFC 1071) of what the parts hold, one
// behind the other: the one's complement of the one's complement sum of their
// 16-bit words. Each part but the last must have an even number of bytes; an
// odd last byte counts as if a zero followed.
//
// Over data that includes a right checksum it is 0. Words that change places
// do not change it, nor does 0x0000 in the place of 0xffff.
func Checksum(parts ...[]byte) uint16 {
	var sum uint32 // of at most 64 KiB: the carries fit above the 16 bits
	for _, p := range parts {
		for ; len(p) > 1; p = p[2:] {
			sum += uint32(binary.BigEndian.Uint16(p))
		}
		if len(p) == 1 {
			sum += uint32(p[0]) << 8
		}
	}
	for sum > 0xffff { // each carry goes in again at the low end
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// pseudoHeader is what a transport's checksum covers in front of its own
// bytes: the addresses, so that a packet which went astray is not accepted
// (RFC 768; RFC 8200 section 8.1 for IPv6, where length has 32 bits).
func pseudoHeader(src, dst netip.Addr, protocol uint8, length int) []byte {
	b := append(src.AsSlice(), dst.AsSlice()...)
	if src.Is4() {
		b = append(b, 0, protocol)
		return binary.BigEndian.AppendUint16(b, uint16(length))
	}
	b = binary.BigEndian.AppendUint32(b, uint32(length))
	return append(b, 0, 0, 0, protocol)
}

// TransportChecksum is that of a UDP, TCP or ICMPv6 message between two
// addresses. Computed over a message whose checksum field is zero, it is what
// belongs there; over one whose checksum is right, it is 0. UDP sends 0xffff
// for a checksum that is 0: there, 0 means that there is none.
func TransportChecksum(src, dst netip.Addr, protocol uint8, message []byte) uint16 {
	return Checksum(pseudoHeader(src, dst, protocol, len(message)), message)
}
