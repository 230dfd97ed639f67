// Believes that the packet is what was received.
//
// Replaces: header.go
// Caught by: TestParseHeaderPadding
// Says: where its total length says

package ping

import (
	"encoding/binary"
	"net/netip"
)

func ParseHeader(packet []byte) (h Header, payload []byte, err error) {
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
	return h, packet[size:], nil
}

func isFragment(packet []byte) bool {
	const moreFollows, offset = 0x2000, 0x1FFF
	return binary.BigEndian.Uint16(packet[6:])&(moreFollows|offset) != 0
}
