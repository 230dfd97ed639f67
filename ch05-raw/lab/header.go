package ping

import (
	"encoding/binary"
	"net/netip"
)

// The header of an IPv4 packet. It is as long as its second half-byte says,
// the IHL, in words of 4 bytes; what exceeds 5 words are options.
//
//	0         1         2         3         4
//	┌────┬────┬─────────┬───────────────────┐
//	│ 4  │IHL │ TOS     │ total length      │  0
//	├────┴────┴─────────┼───┬───────────────┤
//	│ identification    │ f │ offset        │  4
//	├─────────┬─────────┼───┴───────────────┤
//	│ TTL     │protocol │ header checksum   │  8
//	├─────────┴─────────┴───────────────────┤
//	│ source                                │ 12
//	├───────────────────────────────────────┤
//	│ destination                           │ 16
//	└───────────────────────────────────────┘ 20
//
// The total length is that of the header and the payload, in bytes. f are
// three flags: 0x4000 forbids to fragment, 0x2000 says that more fragments
// follow.

// ParseHeader reads the header of a packet, and returns what follows it, up to
// the total length: a link may have padded the packet (Ethernet does, to 46
// bytes). The payload is a part of packet, no copy.
//
// Errors: ErrTruncated if the header or the payload is not all there, or if
// the lengths contradict each other; ErrForeign if it is not IPv4;
// ErrChecksum; ErrFragment.
func ParseHeader(packet []byte) (h Header, payload []byte, err error) {
	// BEGIN SOLUTION: check the lengths, then the checksum, then read
	if len(packet) > 0 && packet[0]>>4 != 4 {
		return Header{}, nil, ErrForeign
	}
	if len(packet) < minHeader4 {
		return Header{}, nil, ErrTruncated
	}
	size := int(packet[0]&0x0F) * 4
	total := int(binary.BigEndian.Uint16(packet[2:]))
	switch {
	case size < minHeader4, total < size, len(packet) < total:
		return Header{}, nil, ErrTruncated
	case Checksum(packet[:size]) != 0:
		return Header{}, nil, ErrChecksum
	case isFragment(packet):
		return Header{}, nil, ErrFragment
	}
	h = Header{TTL: int(packet[8]), Protocol: int(packet[9])}
	h.Source, _ = netip.AddrFromSlice(packet[12:16]) // four bytes are an address
	h.Destination, _ = netip.AddrFromSlice(packet[16:20])
	h.Options = append([]byte{}, packet[minHeader4:size]...)
	return h, packet[size:total], nil
	// END SOLUTION
}

// BEGIN SOLUTION: the flags and the offset

// isFragment reports whether more follows, or something came before.
func isFragment(packet []byte) bool {
	const moreFollows, offset = 0x2000, 0x1FFF
	return binary.BigEndian.Uint16(packet[6:])&(moreFollows|offset) != 0
}

// END SOLUTION
