package raw

import (
	"encoding/binary"
	"net/netip"
)

// A UDP is a header of RFC 768:
//
//	 0               1               2               3
//	+-------------------------------+-------------------------------+
//	|          Source port          |       Destination port        |
//	+-------------------------------+-------------------------------+
//	|            Length             |           Checksum            |
type UDP struct {
	Src, Dst uint16
	Length   uint16 // of the datagram, these 8 bytes included
	Checksum uint16 // 0: none was computed
}

const udpHeaderLen = 8

// ParseUDP takes the header off a datagram; data is as in [ParseIPv4].
func ParseUDP(b []byte) (h UDP, data []byte, err error) {
	if err := atLeast("UDP header", b, udpHeaderLen); err != nil {
		return h, nil, err
	}
	h = UDP{
		Src: binary.BigEndian.Uint16(b), Dst: binary.BigEndian.Uint16(b[2:]),
		Length: binary.BigEndian.Uint16(b[4:]), Checksum: binary.BigEndian.Uint16(b[6:]),
	}
	if h.Length < udpHeaderLen {
		return h, nil, Malformed{"UDP header", "the datagram ends inside it"}
	}
	return h, b[udpHeaderLen:min(len(b), int(h.Length))], nil
}

// Append appends the header to b as it is, and returns the result.
func (h UDP) Append(b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, h.Src)
	b = binary.BigEndian.AppendUint16(b, h.Dst)
	b = binary.BigEndian.AppendUint16(b, h.Length)
	return binary.BigEndian.AppendUint16(b, h.Checksum)
}

// Datagram is a whole one: the header, completed, and the data.
func (h UDP) Datagram(src, dst netip.Addr, data []byte) []byte {
	h.Length, h.Checksum = uint16(udpHeaderLen+len(data)), 0
	b := append(h.Append(make([]byte, 0, h.Length)), data...)
	sum := TransportChecksum(src, dst, ProtocolUDP, b)
	if sum == 0 {
		sum = 0xffff // the other zero of one's complement
	}
	binary.BigEndian.PutUint16(b[6:], sum)
	return b
}
