package wire

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// transport reads what IP carries, size bytes of it by IP's own count. Of
// a packet in fragments, the first has the header.
func (d *datum) transport(proto layers.IPProtocol, b []byte, size int) {
	d.payload, d.size = b, size
	d.proto = protocol(proto)
	if d.piece.begin > 0 {
		return
	}
	switch proto {
	case layers.IPProtocolTCP:
		d.readTCP(b)
	case layers.IPProtocolUDP:
		if len(b) >= 8 {
			d.ports(b)
			d.payload, d.size = b[8:], int(binary.BigEndian.Uint16(b[4:]))-8
		}
	case layers.IPProtocolICMPv4, layers.IPProtocolICMPv6:
		d.readICMP(b, proto == layers.IPProtocolICMPv6)
	case layers.IPProtocolIGMP:
		d.says = igmp(b)
	}
}

func protocol(p layers.IPProtocol) string {
	switch p {
	case layers.IPProtocolTCP:
		return "TCP"
	case layers.IPProtocolUDP:
		return "UDP"
	case layers.IPProtocolICMPv4:
		return "ICMP"
	case layers.IPProtocolICMPv6:
		return "ICMPv6"
	case layers.IPProtocolIGMP:
		return "IGMP"
	}
	return fmt.Sprintf("IP %d", uint8(p))
}

// ports reads what TCP and UDP begin with.
func (d *datum) ports(b []byte) {
	d.from = netip.AddrPortFrom(d.from.Addr(), binary.BigEndian.Uint16(b))
	d.to = netip.AddrPortFrom(d.to.Addr(), binary.BigEndian.Uint16(b[2:]))
}

func (d *datum) readTCP(b []byte) {
	t := &layers.TCP{}
	if len(b) < 20 || t.DecodeFromBytes(b, gopacket.NilDecodeFeedback) != nil {
		return
	}
	d.tcp = t
	d.ports(b)
	d.payload, d.size = t.Payload, d.size-4*int(t.DataOffset)
}
