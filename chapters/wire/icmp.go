package wire

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// A message is one of ICMP's (RFC 792) or ICMPv6's (RFC 4443).
type message struct {
	name    string
	echo    bool // a request or a reply, which have an identifier and a number
	reply   bool
	id, seq uint16
	kernel  bool // neighbour discovery and the like (RFC 4861, RFC 2710): nobody's program sends it
}

// A kind is a message's type and code; code -1 stands for any.
type kind struct{ kind, code int }

var icmpNames = map[kind]string{
	{3, 0}: "net unreachable", {3, 1}: "host unreachable", {3, 2}: "protocol unreachable",
	{3, 3}: "port unreachable", {3, 4}: "fragmentation needed", {3, 9}: "net prohibited",
	{3, 10}: "host prohibited", {3, 13}: "prohibited", {5, -1}: "redirect",
	{11, 0}: "time exceeded", {11, 1}: "fragments came too late", {12, -1}: "parameter problem",
}

var icmpv6Names = map[kind]string{
	{1, 0}: "no route", {1, 1}: "prohibited", {1, 2}: "beyond scope", {1, 3}: "address unreachable",
	{1, 4}: "port unreachable", {2, -1}: "packet too big", {3, 0}: "time exceeded",
	{3, 1}: "fragments came too late", {4, -1}: "parameter problem",
	{130, -1}: "listener query", {131, -1}: "listener report", {132, -1}: "listener done",
	{133, -1}: "router solicitation", {134, -1}: "router advertisement",
	{135, -1}: "neighbour solicitation", {136, -1}: "neighbour advertisement", {137, -1}: "redirect",
	{143, -1}: "listener report",
}

// readICMP reads a message of at least the 8 bytes that each has.
func (d *datum) readICMP(b []byte, six bool) {
	m := &d.icmp
	if len(b) < 8 {
		m.name = "cut short"
		return
	}
	k := kind{int(b[0]), int(b[1])}
	switch {
	case !six && k.kind == 8, six && k.kind == 128:
		d.echo("echo request", b)
		return
	case !six && k.kind == 0, six && k.kind == 129:
		d.echo("echo reply", b)
		m.reply = true
		return
	case six:
		m.name = k.name(icmpv6Names)
		m.kernel = k.kind >= 130 && k.kind != 137
	default:
		m.name = k.name(icmpNames)
	}
	switch {
	case !six && k == (kind{3, 4}):
		m.name += fmt.Sprintf(", MTU %d", binary.BigEndian.Uint16(b[6:]))
	case six && k.kind == 2:
		m.name += fmt.Sprintf(", MTU %d", binary.BigEndian.Uint32(b[4:]))
	}
	if six && k.kind < 128 || !six && slices.Contains([]int{3, 4, 5, 11, 12}, k.kind) {
		d.about = quoted(b[8:])
	}
}

// echo reads a request or a reply.
func (d *datum) echo(name string, b []byte) {
	d.icmp = message{name: name, echo: true, id: binary.BigEndian.Uint16(b[4:]), seq: binary.BigEndian.Uint16(b[6:])}
	d.from = netip.AddrPortFrom(d.from.Addr(), d.icmp.id)
	d.to = netip.AddrPortFrom(d.to.Addr(), d.icmp.id)
	d.payload, d.size = b[8:], d.size-8
}

func (k kind) name(names map[kind]string) string {
	for _, k := range []kind{k, {k.kind, -1}} {
		if names[k] != "" {
			return names[k]
		}
	}
	return fmt.Sprintf("type %d code %d", k.kind, k.code)
}

// quoted reads the packet that an ICMP error is about, of which it has the
// beginning: the ports, if little more.
func quoted(b []byte) *datum {
	if len(b) == 0 {
		return nil
	}
	var d datum
	var proto layers.IPProtocol
	var rest []byte
	if b[0]>>4 == 6 {
		var ip layers.IPv6
		if ip.DecodeFromBytes(b, gopacket.NilDecodeFeedback) != nil {
			return nil
		}
		d.from, d.to, proto, rest = addr(ip.SrcIP), addr(ip.DstIP), ip.NextHeader, ip.Payload
	} else {
		var ip layers.IPv4
		if ip.DecodeFromBytes(b, gopacket.NilDecodeFeedback) != nil {
			return nil
		}
		d.from, d.to, proto, rest = addr(ip.SrcIP), addr(ip.DstIP), ip.Protocol, ip.Payload
	}
	d.proto = protocol(proto)
	switch {
	case len(rest) < 8:
	case d.proto == "TCP" || d.proto == "UDP":
		d.ports(rest)
	case d.proto == "ICMP" || d.proto == "ICMPv6":
		d.readICMP(rest[:8], d.proto == "ICMPv6")
	}
	return &d
}
