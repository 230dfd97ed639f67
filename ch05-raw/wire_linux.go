package raw

import (
	"net"
	"net/netip"
)

// A wirePacket is what the examples ask about a packet of IPv4, and of the
// UDP, TCP or ICMP message in it.
type wirePacket struct {
	Src, Dst   netip.AddrPort // without ports for ICMP
	Proto      uint8
	ID, Length uint16 // the whole packet's
	TransSum   uint16 // the message's checksum
	Seq, Ack   uint32
	Flags      TCPFlags
	Type, Code uint8
	Payload    []byte // behind the message's header
}

// wireDecode reads a packet from its IP header on. It may be cut, as one that
// an ICMP error quotes is, but not within its headers.
func wireDecode(b []byte) (wirePacket, error) {
	ip, rest, err := ParseIPv4(b)
	if err != nil {
		return wirePacket{}, err
	}
	p := wirePacket{Proto: ip.Protocol, ID: ip.ID, Length: ip.Length}
	var sport, dport uint16
	switch ip.Protocol {
	case ProtocolUDP:
		var h UDP
		h, p.Payload, err = ParseUDP(rest)
		sport, dport, p.TransSum = h.Src, h.Dst, h.Checksum
	case ProtocolTCP:
		var h TCP
		h, p.Payload, err = ParseTCP(rest)
		sport, dport, p.TransSum = h.Src, h.Dst, h.Checksum
		p.Seq, p.Ack, p.Flags = h.Seq, h.Ack, h.Flags
	case ProtocolICMP:
		var m ICMP
		m, err = ParseICMP(rest)
		p.Type, p.Code, p.TransSum, p.Payload = m.Type, m.Code, m.Checksum, m.Data
	}
	p.Src, p.Dst = netip.AddrPortFrom(ip.Src, sport), netip.AddrPortFrom(ip.Dst, dport)
	return p, err
}

// wireIPv4 puts a header before a message.
func wireIPv4(src, dst netip.Addr, protocol uint8, message []byte) []byte {
	h := IPv4{DontFragment: true, TTL: 64, Protocol: protocol, Src: src, Dst: dst}
	return append(h.Complete(len(message)).Append(nil), message...)
}

func wireUDP(src, dst netip.AddrPort, data []byte) []byte {
	return UDP{Src: src.Port(), Dst: dst.Port()}.Datagram(src.Addr(), dst.Addr(), data)
}

func wireTCP(src, dst netip.AddrPort, seq, ack uint32, flags TCPFlags, data []byte) []byte {
	h := TCP{Src: src.Port(), Dst: dst.Port(), Seq: seq, Ack: ack, Flags: flags, Window: 65535}
	return h.Segment(src.Addr(), dst.Addr(), data)
}

var arpEveryone = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// wireARP is a frame with an ARP packet in it.
func wireARP(to net.HardwareAddr, p ARPPacket) []byte {
	return p.Append(Ethernet{Dst: to, Src: p.SenderHardware, Type: EtherTypeARP}.Append(nil))
}

// wireDecodeARP reports whether a frame holds an ARP packet, which outlives
// it.
func wireDecodeARP(frame []byte) (ARPPacket, bool) {
	e, rest, err := ParseEthernet(frame)
	if err != nil || e.Type != EtherTypeARP {
		return ARPPacket{}, false
	}
	p, err := ParseARP(append([]byte(nil), rest...))
	return p, err == nil
}
