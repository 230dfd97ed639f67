package wire

import (
	"encoding/binary"
	"net/netip"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// A datum is a packet, decoded as far as the ladder tells of it. What it holds
// of the packet is shared, not copied.
type datum struct {
	proto    string         // "TCP", "UDP", "ICMP", "ICMPv6", "ARP", "IGMP", "IP 47"
	from, to netip.AddrPort // port 0 where there is none
	tcp      *layers.TCP
	icmp     message
	says     string // ARP, IGMP: the whole of it
	payload  []byte
	size     int // of the payload, in bytes, as the packet's headers say
	piece    fragment
	about    *datum // of an ICMP error: the packet that it is about
	hops     int    // TTL or hop limit
	id       int    // IPv4's identification
}

// A fragment is the place of a packet in one that was too large.
type fragment struct {
	id         uint32
	begin, end int // bytes of the payload of IP
	more       bool
}

func (f fragment) is() bool { return f.more || f.begin > 0 }

// decode reads a packet; ok is false if it is nothing that this package knows.
func decode(p *Packet) (d datum, ok bool) {
	kind, rest := layers.EthernetTypeIPv4, p.Data
	if p.Interface.Bare {
		if len(rest) > 0 && rest[0]>>4 == 6 {
			kind = layers.EthernetTypeIPv6
		}
	} else {
		var link layers.Ethernet
		if link.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) != nil {
			return datum{}, false
		}
		kind, rest = link.EthernetType, link.Payload
	}
	switch kind {
	case layers.EthernetTypeARP:
		var l layers.ARP
		if l.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) == nil {
			return arp(&l), true
		}
	case layers.EthernetTypeIPv4:
		var ip layers.IPv4
		if ip.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) == nil {
			return ipv4(&ip), true
		}
	case layers.EthernetTypeIPv6:
		var ip layers.IPv6
		if ip.DecodeFromBytes(rest, gopacket.NilDecodeFeedback) == nil {
			return ipv6(&ip), true
		}
	}
	return datum{}, false
}

func addr(b []byte) netip.AddrPort {
	a, _ := netip.AddrFromSlice(b) // of 4 or 16 bytes, as the layers have them
	return netip.AddrPortFrom(a, 0)
}

func ipv4(ip *layers.IPv4) datum {
	d := datum{from: addr(ip.SrcIP), to: addr(ip.DstIP), hops: int(ip.TTL), id: int(ip.Id)}
	size := int(ip.Length) - 4*int(ip.IHL)
	d.piece = fragment{uint32(ip.Id), 8 * int(ip.FragOffset), 8*int(ip.FragOffset) + size, ip.Flags&layers.IPv4MoreFragments != 0}
	d.transport(ip.Protocol, ip.Payload, size)
	return d
}

// ipv6 finds the transport behind the extension headers (RFC 8200, section 4).
func ipv6(ip *layers.IPv6) datum {
	d := datum{from: addr(ip.SrcIP), to: addr(ip.DstIP), hops: int(ip.HopLimit)}
	proto, rest, size := ip.NextHeader, ip.Payload, int(ip.Length)
	for len(rest) >= 8 && d.piece.begin == 0 {
		length := 8
		switch proto {
		case layers.IPProtocolIPv6Fragment:
			place := binary.BigEndian.Uint16(rest[2:])
			begin := int(place &^ 7)
			d.piece = fragment{binary.BigEndian.Uint32(rest[4:]), begin, begin + size - length, place&1 != 0}
		case layers.IPProtocolIPv6HopByHop, layers.IPProtocolIPv6Routing, layers.IPProtocolIPv6Destination:
			length = 8 * (int(rest[1]) + 1)
		default:
			d.transport(proto, rest, size)
			return d
		}
		length = min(length, len(rest))
		proto, rest, size = layers.IPProtocol(rest[0]), rest[length:], size-length
	}
	d.transport(proto, rest, size)
	return d
}
