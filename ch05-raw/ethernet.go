package raw

import (
	"encoding/binary"
	"net"
)

// What a frame may carry (IANA, "EtherType").
const (
	EtherTypeIPv4 = 0x0800
	EtherTypeARP  = 0x0806
	EtherTypeIPv6 = 0x86dd
)

// An Ethernet is the header of a frame: where to first, so that a card can let
// it pass before it has seen the rest.
//
//	+-----------------------+-----------------------+-----------+
//	| Destination, 6 bytes  |   Source, 6 bytes     | EtherType |
type Ethernet struct {
	Dst, Src net.HardwareAddr
	Type     uint16
}

const ethernetHeaderLen = 14

// ParseEthernet takes the header off a frame.
func ParseEthernet(b []byte) (h Ethernet, payload []byte, err error) {
	if err := atLeast("Ethernet header", b, ethernetHeaderLen); err != nil {
		return h, nil, err
	}
	return Ethernet{
		Dst: net.HardwareAddr(b[0:6:6]), Src: net.HardwareAddr(b[6:12:12]),
		Type: binary.BigEndian.Uint16(b[12:]),
	}, b[ethernetHeaderLen:], nil
}

// Append appends the header to b, and returns the result.
func (h Ethernet) Append(b []byte) []byte {
	b = append(append(b, h.Dst...), h.Src...)
	return binary.BigEndian.AppendUint16(b, h.Type)
}
