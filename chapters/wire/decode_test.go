package wire

import (
	"encoding/binary"
	"net"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDatagrams(t *testing.T) {
	n := newNetwork(t)
	events := []Event{
		n.udp("127.0.0.1:40000", "127.0.0.1:7003", "hello"),
		n.udp("127.0.0.1:7003", "127.0.0.1:40000", "hello"),
		n.udp("127.0.0.1:40000", "127.0.0.1:7003", ""),
	}
	assert.Regexp(t, `^1  client 127.0.0.1:40000 +UDP +server 127.0.0.1:7003\n`, drawn(events...))
	assert.Equal(t, "→ len 5 \"hello\"\n← len 5 \"hello\"\n→ len 0\n", said(events...))
}

// Who answers a question to a group is a server, at an address that was not
// asked.
func TestAnswersToAGroup(t *testing.T) {
	n := newNetwork(t)
	events := []Event{
		n.udp("192.0.2.1:40000", "239.1.2.3:7003", "who?"),
		n.udp("192.0.2.2:7003", "192.0.2.1:40000", "I"),
		n.udp("192.0.2.3:9999", "192.0.2.1:40000", "uninvited"),
	}
	assert.Equal(t, "→ len 4 \"who?\"\n← len 1 \"I\"\n→ len 9 \"uninvited\"\n", said(events...))
	assert.Regexp(t, `\n2  client 192.0.2.1:40000 +UDP +server 192.0.2.2:7003\n`, drawn(events...))
}

func echo(kind uint8, seq uint16) (*layers.ICMPv4, gopacket.Payload) {
	return &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(kind, 0), Id: 99, Seq: seq}, gopacket.Payload("ping")
}

// Of two ends that are one address, the message says which way it goes.
func TestPing(t *testing.T) {
	n := newNetwork(t)
	request, text := echo(layers.ICMPv4TypeEchoRequest, 1)
	reply, _ := echo(layers.ICMPv4TypeEchoReply, 1)
	events := []Event{
		n.ip("127.0.0.1", "127.0.0.1", layers.IPProtocolICMPv4, request, text),
		n.ip("127.0.0.1", "127.0.0.1", layers.IPProtocolICMPv4, reply, text),
	}
	assert.Equal(t, "→ echo request id 99 seq 1 len 4 \"ping\"\n← echo reply id 99 seq 1 len 4 \"ping\"\n", said(events...))
	assert.Regexp(t, `^1  client 127.0.0.1 +ICMP +server 127.0.0.1\n`, drawn(events...), "an identifier is no port")
}

// An ICMP error stands on the ladder of the packet that it is about.
func TestErrors(t *testing.T) {
	n := newNetwork(t)
	asked := n.udp("127.0.0.1:40000", "127.0.0.1:7003", "anybody?")
	about := asked.Packet.Data[14:]
	error4 := func(from string, kind, code uint8, rest uint16) Event {
		return n.ip(from, "127.0.0.1", layers.IPProtocolICMPv4,
			&layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(kind, code), Seq: rest}, gopacket.Payload(about))
	}
	assert.Equal(t, `→ len 8 "anybody?"
← ICMP port unreachable
← ICMP fragmentation needed, MTU 1000
← ICMP time exceeded, from 192.0.2.9
← ICMP type 3 code 15
`, said(asked, error4("127.0.0.1", 3, 3, 0), error4("127.0.0.1", 3, 4, 1000), error4("192.0.2.9", 11, 0, 0), error4("127.0.0.1", 3, 15, 0)))

	asked6 := n.udp("[::1]:40000", "[::1]:7003", "anybody?")
	error6 := func(kind, code uint8, rest uint32) Event {
		message := append([]byte{kind, code, 0, 0}, binary.BigEndian.AppendUint32(nil, rest)...)
		return n.ip("::1", "::1", layers.IPProtocolICMPv6, gopacket.Payload(append(message, asked6.Packet.Data[14:]...)))
	}
	assert.Equal(t, "→ len 8 \"anybody?\"\n← ICMPv6 port unreachable\n← ICMPv6 packet too big, MTU 1280\n",
		said(asked6, error6(1, 4, 0), error6(2, 0, 1280)))
	assert.Equal(t, "→ ICMPv6 port unreachable\n", said(error6(1, 4, 0)), "about nothing that was seen")
}

// What an ICMP error quotes may be cut anywhere.
func TestQuotedIsCut(t *testing.T) {
	n := newNetwork(t)
	about := n.udp("127.0.0.1:40000", "127.0.0.1:7003", "anybody?").Packet.Data[14:]
	for cut := range about {
		e := n.ip("127.0.0.1", "127.0.0.1", layers.IPProtocolICMPv4,
			&layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(3, 3)}, gopacket.Payload(about[:cut]))
		assert.Regexp(t, `^[→←] ICMP port unreachable\n$`, said(e))
	}
}

func TestFragments(t *testing.T) {
	n := newNetwork(t)
	n.on = cable
	whole := n.udp("192.0.2.1:40000", "192.0.2.2:7003", strings.Repeat("x", 2000)).Packet.Data[34:]
	piece := func(begin, end int, more layers.IPv4Flag) Event {
		return n.event(
			&layers.Ethernet{SrcMAC: make(net.HardwareAddr, 6), DstMAC: make(net.HardwareAddr, 6), EthernetType: layers.EthernetTypeIPv4},
			&layers.IPv4{Version: 4, TTL: 64, Id: 9, Protocol: layers.IPProtocolUDP, Flags: more, FragOffset: uint16(begin / 8),
				SrcIP: net.IPv4(192, 0, 2, 1), DstIP: net.IPv4(192, 0, 2, 2)},
			gopacket.Payload(whole[begin:end]))
	}
	events := []Event{piece(0, 1480, layers.IPv4MoreFragments), piece(1480, 2008, 0)}
	assert.Regexp(t, `^1  client 192.0.2.1:40000 +UDP on cable +server 192.0.2.2:7003\n`, drawn(events...))
	assert.Regexp(t, `^→ len 2000, fragment 0-1479 "x+"…\n→ fragment 1480-2007, the last\n$`, said(events...))
	assert.Equal(t, "→ fragment 1480-2007, the last\n", said(events[1]), "nobody has told the ports")
}

// Extension headers stand between IPv6 and what it carries.
func TestExtensionHeaders(t *testing.T) {
	n := newNetwork(t)
	udp := n.udp("[::1]:40000", "[::1]:7003", "hello").Packet.Data[54:]
	options := []byte{byte(layers.IPProtocolIPv6Fragment), 0, 1, 4, 0, 0, 0, 0}
	fragment := func(offset uint16, more byte) []byte {
		b := []byte{byte(layers.IPProtocolUDP), 0, byte(offset >> 8), byte(offset) | more, 0, 0, 0, 5}
		return append(append([]byte(nil), options...), b...)
	}
	carry := func(head, rest []byte) Event {
		return n.ip("::1", "::1", layers.IPProtocolIPv6Destination, gopacket.Payload(append(head, rest...)))
	}
	assert.Equal(t, "→ len 5 \"hello\"\n", said(carry(fragment(0, 0), udp)))
	assert.Equal(t, "→ len 5, fragment 0-7\n→ fragment 8-12, the last\n",
		said(carry(fragment(0, 1), udp[:8]), carry(fragment(8, 0), udp[8:])))
}

func TestNeighbours(t *testing.T) {
	n := newNetwork(t)
	n.on = cable
	mac, none := net.HardwareAddr{2, 0, 0, 0, 0, 1}, make(net.HardwareAddr, 6)
	one, other := []byte{192, 0, 2, 1}, []byte{192, 0, 2, 2}
	ask := func(op uint16, from, to []byte) Event {
		return n.event(&layers.Ethernet{SrcMAC: mac, DstMAC: none, EthernetType: layers.EthernetTypeARP},
			&layers.ARP{AddrType: layers.LinkTypeEthernet, Protocol: layers.EthernetTypeIPv4, HwAddressSize: 6, ProtAddressSize: 4,
				Operation: op, SourceHwAddress: mac, SourceProtAddress: from, DstHwAddress: none, DstProtAddress: to})
	}
	assert.Equal(t, "→ who has 192.0.2.2?\n← 192.0.2.2 is at 02:00:00:00:00:01\n", said(ask(1, one, other), ask(2, other, one)))

	solicitation := n.ip("fe80::1", "ff02::1", layers.IPProtocolICMPv6, gopacket.Payload([]byte{135, 0, 0, 0, 0, 0, 0, 0}))
	assert.Empty(t, said(solicitation), "a lesson leaves out what the kernel does for itself")
	rows := NewFollower().Follow(solicitation)
	assert.Equal(t, "ICMPv6 neighbour solicitation", rows[1].Head)
	assert.True(t, rows[0].Kernel && rows[1].Kernel)
}

func TestGroups(t *testing.T) {
	n := newNetwork(t)
	for want, message := range map[string][]byte{
		"join 239.1.2.3":  {0x22, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0, 239, 1, 2, 3},
		"leave 239.1.2.3": {0x22, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 239, 1, 2, 3},
		"join 239.1.2.4":  {0x16, 0, 0, 0, 239, 1, 2, 4},
		"report":          {0x22, 0, 0, 0, 0, 0, 0, 0},
		"query":           {0x11, 0, 0, 0, 0, 0, 0, 0},
		"cut short":       {0x11},
	} {
		e := n.ip("192.0.2.1", "224.0.0.22", layers.IPProtocolIGMP, gopacket.Payload(message))
		assert.Equal(t, "→ "+want+"\n", said(e))
	}
}

// Other protocols have a number, and a link without a header begins with IP.
func TestOthers(t *testing.T) {
	n := newNetwork(t)
	e := n.ip("192.0.2.1", "192.0.2.2", layers.IPProtocolGRE, gopacket.Payload("????"))
	assert.Regexp(t, `^1  client 192.0.2.1 +IP 47 +server 192.0.2.2\n1  │── len 4 "\?{4}" ─+▶│\n$`, drawn(e))

	e = n.udp("127.0.0.1:40000", "127.0.0.1:7003", "hello")
	e.Packet.Interface = Interface{Index: 3, Name: "tun0", Bare: true}
	e.Packet.Data = e.Packet.Data[14:]
	assert.Regexp(t, `UDP on tun0`, drawn(e))

	strange := n.event(&layers.Ethernet{SrcMAC: make(net.HardwareAddr, 6), DstMAC: make(net.HardwareAddr, 6), EthernetType: 0x88b5}, gopacket.Payload("x"))
	assert.Empty(t, NewFollower().Follow(strange))
}

// Whatever comes, the ladder stays one: no panic, no line that is too wide.
func FuzzFollow(f *testing.F) {
	n := newNetwork(&testing.T{})
	request, text := echo(layers.ICMPv4TypeEchoRequest, 1)
	for _, e := range []Event{
		n.tcp(client, server, "S", 0, 0, ""), n.tcp(client, server, "PA", 1, 1, "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00"),
		n.udp("[::1]:1", "[::1]:2", "hello"), n.ip("127.0.0.1", "127.0.0.1", layers.IPProtocolICMPv4, request, text),
		n.ip("192.0.2.1", "224.0.0.22", layers.IPProtocolIGMP, gopacket.Payload(make([]byte, 16))),
		n.ip("::1", "::1", layers.IPProtocolIPv6Fragment, gopacket.Payload(make([]byte, 20))),
	} {
		f.Add(e.Packet.Data, false)
		f.Add(e.Packet.Data[14:], true)
	}
	f.Fuzz(func(t *testing.T, data []byte, bare bool) {
		p := &Packet{Interface: Interface{Index: 1, Name: "lo", Loopback: !bare, Bare: bare}, Data: data, Length: len(data)}
		follow := NewFollower()
		for range 2 {
			for _, r := range follow.Follow(Event{Packet: p}) {
				for _, line := range r.Draw(Width, true) {
					require.LessOrEqual(t, width(line), Width, line)
				}
			}
		}
	})
}
