package raw

import (
	"encoding/binary"
	"net/netip"
	"strings"
)

// A TCP is a header of RFC 9293:
//
//	 0               1               2               3
//	+-------------------------------+-------------------------------+
//	|          Source port          |       Destination port        |
//	+-------------------------------+-------------------------------+
//	|                        Sequence number                        |
//	+---------------------------------------------------------------+
//	|                     Acknowledgement number                    |
//	+-------+-------+---------------+-------------------------------+
//	|offset |reservd|     flags     |            Window             |
//	+-------+-------+---------------+-------------------------------+
//	|           Checksum            |        Urgent pointer         |
//	+-------------------------------+-------------------------------+
//	|                 Options, in words of 4 bytes                  |
type TCP struct {
	Src, Dst uint16
	Seq, Ack uint32
	Reserved uint8 // four bits, to be ignored: new uses come (RFC 9768 has one)
	Flags    TCPFlags
	Window   uint16 // as it stands there, not scaled
	Checksum uint16
	Urgent   uint16
	Options  []byte // a multiple of 4 bytes, 40 at most; see [TCPOptions]
}

// TCPFlags are the eight bits of a segment's kind.
type TCPFlags uint8

// The flags, from the lowest bit up. The last two are ECN's (RFC 3168).
const (
	FIN TCPFlags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

var tcpFlagNames = [8]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"}

// String is "SYN+ACK", or "none".
func (f TCPFlags) String() string {
	var names []string
	for i, name := range tcpFlagNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, "+")
}

const tcpHeaderLen = 20

// ParseTCP takes the header off a segment. How long the data is, only the IP
// header says: data is all of the rest.
func ParseTCP(b []byte) (h TCP, data []byte, err error) {
	if err := atLeast("TCP header", b, tcpHeaderLen); err != nil {
		return h, nil, err
	}
	size := int(b[12]>>4) * 4 // the data's offset, in words of 4 bytes
	if size < tcpHeaderLen {
		return h, nil, Malformed{"TCP header", "shorter than any"}
	}
	if err := atLeast("TCP header", b, size); err != nil {
		return h, nil, err
	}
	return TCP{
		Src: binary.BigEndian.Uint16(b), Dst: binary.BigEndian.Uint16(b[2:]),
		Seq: binary.BigEndian.Uint32(b[4:]), Ack: binary.BigEndian.Uint32(b[8:]),
		Reserved: b[12] & 0xf, Flags: TCPFlags(b[13]), Window: binary.BigEndian.Uint16(b[14:]),
		Checksum: binary.BigEndian.Uint16(b[16:]), Urgent: binary.BigEndian.Uint16(b[18:]),
		Options: b[tcpHeaderLen:size:size],
	}, b[size:], nil
}

// Append appends the header to b as it is, and returns the result.
func (h TCP) Append(b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, h.Src)
	b = binary.BigEndian.AppendUint16(b, h.Dst)
	b = binary.BigEndian.AppendUint32(b, h.Seq)
	b = binary.BigEndian.AppendUint32(b, h.Ack)
	b = append(b, uint8((tcpHeaderLen+len(h.Options))/4)<<4|h.Reserved&0xf, uint8(h.Flags))
	b = binary.BigEndian.AppendUint16(b, h.Window)
	b = binary.BigEndian.AppendUint16(b, h.Checksum)
	b = binary.BigEndian.AppendUint16(b, h.Urgent)
	return append(b, h.Options...)
}

// Segment is a whole one: the header, its checksum computed, and the data.
func (h TCP) Segment(src, dst netip.Addr, data []byte) []byte {
	h.Checksum = 0
	b := append(h.Append(nil), data...)
	binary.BigEndian.PutUint16(b[16:], TransportChecksum(src, dst, ProtocolTCP, b))
	return b
}
