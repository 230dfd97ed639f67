package raw

import (
	"encoding/binary"
	"net"
	"net/netip"
)

// Operations of ARP.
const (
	ARPRequest = 1
	ARPReply   = 2
)

// An ARPPacket asks or says which hardware address belongs to an IPv4 address
// (RFC 826):
//
//	 0               1               2               3
//	+-------------------------------+-------------------------------+
//	|  hardware type 1, Ethernet    |     protocol type 0x0800      |
//	+---------------+---------------+-------------------------------+
//	| 6, its length | 4, its length |           operation           |
//	+---------------+---------------+-------------------------------+
//	|      sender: hardware address, 6 bytes; IP address, 4         |
//	|      target: hardware address, 6 bytes; IP address, 4         |
type ARPPacket struct {
	Operation      uint16
	SenderHardware net.HardwareAddr
	SenderIP       netip.Addr
	TargetHardware net.HardwareAddr
	TargetIP       netip.Addr
}

const arpLen = 28

// ParseARP reads what a frame of [EtherTypeARP] carries. Behind its 28 bytes
// there is padding, for no frame is shorter than 60.
func ParseARP(b []byte) (p ARPPacket, err error) {
	if err := atLeast("ARP packet", b, arpLen); err != nil {
		return p, err
	}
	if [6]byte(b) != [6]byte{0, 1, EtherTypeIPv4 >> 8, EtherTypeIPv4 & 0xff, 6, 4} {
		return p, Malformed{"ARP packet", "not of Ethernet and IPv4"}
	}
	return ARPPacket{
		Operation:      binary.BigEndian.Uint16(b[6:]),
		SenderHardware: net.HardwareAddr(b[8:14:14]), SenderIP: netip.AddrFrom4([4]byte(b[14:])),
		TargetHardware: net.HardwareAddr(b[18:24:24]), TargetIP: netip.AddrFrom4([4]byte(b[24:])),
	}, nil
}

// Append appends the packet to b, and returns the result.
func (p ARPPacket) Append(b []byte) []byte {
	b = append(b, 0, 1, EtherTypeIPv4>>8, EtherTypeIPv4&0xff, 6, 4)
	b = binary.BigEndian.AppendUint16(b, p.Operation)
	b = append(append(b, p.SenderHardware...), p.SenderIP.AsSlice()...)
	return append(append(b, p.TargetHardware...), p.TargetIP.AsSlice()...)
}
