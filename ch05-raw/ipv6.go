package raw

import (
	"encoding/binary"
	"net/netip"
)

// An IPv6 is a header of RFC 8200:
//
//	 0               1               2               3
//	+-------+---------------+---------------------------------------+
//	|   6   | Traffic class |              Flow label               |
//	+-------+-------+-------+-------+---------------+---------------+
//	|        Payload length         |  Next header  |   Hop limit   |
//	+-------------------------------+---------------+---------------+
//	|                     Source, 16 bytes                          |
//	+---------------------------------------------------------------+
//	|                   Destination, 16 bytes                       |
//
// It has no checksum, and no place for fragments or options: those are headers
// of their own, between this one and the transport's.
type IPv6 struct {
	TrafficClass uint8
	FlowLabel    uint32 // 20 bits
	Length       uint16 // of what follows this header
	NextHeader   uint8  // a protocol, or the kind of extension that follows
	HopLimit     uint8  // IPv4's TTL
	Src, Dst     netip.Addr
}

const ipv6HeaderLen = 40

// Extension headers that a packet may have before its transport (RFC 8200
// section 4). All but the fragment's say in their second byte how long they
// are.
const (
	extHopByHop    = 0
	extRouting     = 43
	extFragment    = 44
	extDestination = 60
)

// ParseIPv6 takes the header off a packet; payload is as in [ParseIPv4].
func ParseIPv6(b []byte) (h IPv6, payload []byte, err error) {
	if err := atLeast("IPv6 header", b, ipv6HeaderLen); err != nil {
		return h, nil, err
	}
	first := binary.BigEndian.Uint32(b)
	if first>>28 != 6 {
		return h, nil, Malformed{"IPv6 header", "another version"}
	}
	h = IPv6{
		TrafficClass: uint8(first >> 20), FlowLabel: first & 0xfffff,
		Length: binary.BigEndian.Uint16(b[4:]), NextHeader: b[6], HopLimit: b[7],
		Src: netip.AddrFrom16([16]byte(b[8:])), Dst: netip.AddrFrom16([16]byte(b[24:])),
	}
	return h, b[ipv6HeaderLen:min(len(b), ipv6HeaderLen+int(h.Length))], nil
}

// Transport walks over the extension headers to the transport's. offset is
// not 0 for a fragment that is not a packet's first: there is no header of the
// transport in it. What IPsec has put in ends the walk, and is returned as the
// protocol: 50, encrypted, or 51.
func (h IPv6) Transport(payload []byte) (protocol uint8, rest []byte, offset int, err error) {
	next := h.NextHeader
	for {
		size := 8
		switch next {
		case extHopByHop, extRouting, extDestination:
			if err := atLeast("IPv6 extension", payload, 8); err != nil {
				return 0, nil, 0, err
			}
			size = 8 * (1 + int(payload[1])) // counted in eights, the first not
		case extFragment:
		default:
			return next, payload, offset, nil
		}
		if err := atLeast("IPv6 extension", payload, size); err != nil {
			return 0, nil, 0, err
		}
		if next == extFragment {
			offset = int(binary.BigEndian.Uint16(payload[2:]) &^ 7)
		}
		next, payload = payload[0], payload[size:]
		if offset != 0 {
			return next, payload, offset, nil
		}
	}
}

// Append appends the header to b as it is, and returns the result.
func (h IPv6) Append(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, 6<<28|uint32(h.TrafficClass)<<20|h.FlowLabel)
	b = binary.BigEndian.AppendUint16(b, h.Length)
	b = append(b, h.NextHeader, h.HopLimit)
	b = append(b, h.Src.AsSlice()...)
	return append(b, h.Dst.AsSlice()...)
}
