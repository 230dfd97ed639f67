package raw

import (
	"encoding/binary"
	"net/netip"
)

// Protocol numbers in the headers of IP (IANA, "Assigned Internet Protocol
// Numbers").
const (
	ProtocolICMP   = 1
	ProtocolTCP    = 6
	ProtocolUDP    = 17
	ProtocolICMPv6 = 58
)

// An IPv4 is a header of RFC 791:
//
//	 0               1               2               3
//	+-------+-------+---------------+-------------------------------+
//	|   4   |  IHL  |      TOS      |         Total length          |
//	+-------+-------+---------------+-----+-------------------------+
//	|              ID               |flags|    Fragment offset      |
//	+---------------+---------------+-----+-------------------------+
//	|      TTL      |   Protocol    |            Checksum           |
//	+---------------+---------------+-------------------------------+
//	|                            Source                             |
//	+---------------------------------------------------------------+
//	|                         Destination                           |
//	+---------------------------------------------------------------+
//	|                 Options, in words of 4 bytes                  |
type IPv4 struct {
	TOS            uint8  // DSCP, 6 bits, and ECN, 2
	Length         uint16 // of the whole packet, this header included
	ID             uint16 // the same in all fragments of a packet
	Reserved       bool   // a flag that has no meaning, and is to be ignored
	DontFragment   bool
	MoreFragments  bool
	FragmentOffset int // of this fragment's data, in bytes: a multiple of 8
	TTL            uint8
	Protocol       uint8
	Checksum       uint16 // of the header alone
	Src, Dst       netip.Addr
	Options        []byte // a multiple of 4 bytes, 40 at most
}

const (
	ipv4HeaderLen = 20
	flagReserved  = 1 << 15
	flagDF        = 1 << 14
	flagMF        = 1 << 13
)

// ParseIPv4 takes the header off a packet. payload is what came behind it, up
// to the length that the header says: on Ethernet there may be padding after
// that. Options and payload are parts of b.
//
// Errors: [Truncated] for a header that is not all there; [Malformed] for one
// that contradicts itself. A payload that is not all there is no error:
// captures and ICMP errors cut it.
func ParseIPv4(b []byte) (h IPv4, payload []byte, err error) {
	if err := atLeast("IPv4 header", b, ipv4HeaderLen); err != nil {
		return h, nil, err
	}
	if b[0]>>4 != 4 {
		return h, nil, Malformed{"IPv4 header", "another version"}
	}
	size := int(b[0]&0xf) * 4 // IHL counts words of 4 bytes
	if size < ipv4HeaderLen {
		return h, nil, Malformed{"IPv4 header", "shorter than any"}
	}
	if err := atLeast("IPv4 header", b, size); err != nil {
		return h, nil, err
	}
	fragment := binary.BigEndian.Uint16(b[6:])
	h = IPv4{
		TOS: b[1], Length: binary.BigEndian.Uint16(b[2:]), ID: binary.BigEndian.Uint16(b[4:]),
		Reserved: fragment&flagReserved != 0, DontFragment: fragment&flagDF != 0, MoreFragments: fragment&flagMF != 0,
		FragmentOffset: int(fragment&(flagMF-1)) * 8,
		TTL:            b[8], Protocol: b[9], Checksum: binary.BigEndian.Uint16(b[10:]),
		Src: netip.AddrFrom4([4]byte(b[12:])), Dst: netip.AddrFrom4([4]byte(b[16:])),
		Options: b[ipv4HeaderLen:size:size],
	}
	if int(h.Length) < size {
		return h, nil, Malformed{"IPv4 header", "the packet ends inside it"}
	}
	return h, b[size:min(len(b), int(h.Length))], nil
}

// Append appends the header to b as it is, checksum and length included, and
// returns the result. See [IPv4.Complete].
func (h IPv4) Append(b []byte) []byte {
	fragment := uint16(h.FragmentOffset / 8)
	if h.Reserved {
		fragment |= flagReserved
	}
	if h.DontFragment {
		fragment |= flagDF
	}
	if h.MoreFragments {
		fragment |= flagMF
	}
	b = append(b, 4<<4|uint8((ipv4HeaderLen+len(h.Options))/4), h.TOS)
	b = binary.BigEndian.AppendUint16(b, h.Length)
	b = binary.BigEndian.AppendUint16(b, h.ID)
	b = binary.BigEndian.AppendUint16(b, fragment)
	b = append(b, h.TTL, h.Protocol)
	b = binary.BigEndian.AppendUint16(b, h.Checksum)
	b = append(b, h.Src.AsSlice()...)
	b = append(b, h.Dst.AsSlice()...)
	return append(b, h.Options...)
}

// Complete fills in the length, for that many bytes of payload, and the
// checksum.
func (h IPv4) Complete(payload int) IPv4 {
	h.Length, h.Checksum = uint16(ipv4HeaderLen+len(h.Options)+payload), 0
	h.Checksum = Checksum(h.Append(nil))
	return h
}
