package wire

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	lo    = Interface{Index: 1, Name: "lo", Loopback: true}
	cable = Interface{Index: 2, Name: "cable"}
)

// A network makes events, a millisecond apart.
type network struct {
	t   *testing.T
	on  Interface
	now time.Time
}

func newNetwork(t *testing.T) *network {
	return &network{t: t, on: lo, now: time.Unix(1_700_000_000, 123_456_789)}
}

func (n *network) event(stack ...gopacket.SerializableLayer) Event {
	n.t.Helper()
	b := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true}
	require.NoError(n.t, gopacket.SerializeLayers(b, options, stack...))
	n.now = n.now.Add(time.Millisecond)
	return Event{Time: n.now, Packet: &Packet{Interface: n.on, Data: b.Bytes(), Length: len(b.Bytes())}}
}

// ip sends what an IP packet carries from one address to another.
func (n *network) ip(from, to string, proto layers.IPProtocol, rest ...gopacket.SerializableLayer) Event {
	n.t.Helper()
	src, dst := netip.MustParseAddr(from), netip.MustParseAddr(to)
	link := &layers.Ethernet{SrcMAC: make(net.HardwareAddr, 6), DstMAC: make(net.HardwareAddr, 6), EthernetType: layers.EthernetTypeIPv4}
	var ip gopacket.SerializableLayer = &layers.IPv4{Version: 4, TTL: 64, Id: 7, Protocol: proto, SrcIP: src.AsSlice(), DstIP: dst.AsSlice()}
	if src.Is6() {
		link.EthernetType = layers.EthernetTypeIPv6
		ip = &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: proto, SrcIP: src.AsSlice(), DstIP: dst.AsSlice()}
	}
	return n.event(append([]gopacket.SerializableLayer{link, ip}, rest...)...)
}

// A side is an end of a TCP connection.
type side struct {
	addr string
	port layers.TCPPort
	isn  uint32
}

var (
	client = side{"127.0.0.1", 40000, 0xfffffff0} // its numbers wrap
	server = side{"127.0.0.1", 7002, 1000}
)

// tcp sends a segment with those flags, S, F, R, P, A and U, and those
// relative numbers.
func (n *network) tcp(from, to side, flags string, seq, ack uint32, text string, change ...func(*layers.TCP)) Event {
	n.t.Helper()
	has := func(flag string) bool { return strings.Contains(flags, flag) }
	s := &layers.TCP{
		SrcPort: from.port, DstPort: to.port, Seq: from.isn + seq, Window: 1000,
		SYN: has("S"), FIN: has("F"), RST: has("R"), PSH: has("P"), ACK: has("A"), URG: has("U"),
	}
	if s.ACK {
		s.Ack = to.isn + ack
	}
	for _, f := range change {
		f(s)
	}
	return n.ip(from.addr, to.addr, layers.IPProtocolTCP, s, gopacket.Payload(text))
}

func (n *network) udp(from, to string, text string) Event {
	n.t.Helper()
	a, b := netip.MustParseAddrPort(from), netip.MustParseAddrPort(to)
	return n.ip(a.Addr().String(), b.Addr().String(), layers.IPProtocolUDP,
		&layers.UDP{SrcPort: layers.UDPPort(a.Port()), DstPort: layers.UDPPort(b.Port())}, gopacket.Payload(text))
}

// drawn is what a lesson has of events.
func drawn(events ...Event) string {
	r := NewRecord()
	for _, e := range events {
		r.Add(e)
	}
	return r.String()
}

// said is what the rungs of a ladder say, a line each, without titles.
func said(events ...Event) string {
	var b strings.Builder
	for line := range strings.Lines(drawn(events...)) {
		line = strings.TrimRight(line, " \n")
		if m := rungLine.FindStringSubmatch(line); m != nil {
			b.WriteString(rung{m[2] != "", m[3]}.String() + "\n")
		} else if m := belowLine.FindStringSubmatch(line); m != nil {
			b.WriteString("  " + m[2] + "\n")
		}
	}
	return b.String()
}
