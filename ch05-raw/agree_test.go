package raw

import (
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	here4, there4 = netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	here6, there6 = netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
)

// layer is what gopacket, which nobody here wrote, reads in a packet.
func layer[L any](t *testing.T, packet []byte, first gopacket.LayerType, want gopacket.LayerType) L {
	t.Helper()
	p := gopacket.NewPacket(packet, first, gopacket.Default)
	require.Nil(t, p.ErrorLayer(), "% x", packet)
	l, ok := p.Layer(want).(L)
	require.True(t, ok, "no %v in % x", want, packet)
	return l
}

func TestGopacketReadsWhatWeWrite(t *testing.T) {
	datagram := UDP{Src: 4321, Dst: 4000}.Datagram(here4, there4, []byte("hello"))
	ip := IPv4{TOS: 0xb8, ID: 7, DontFragment: true, TTL: 63, Protocol: ProtocolUDP, Src: here4, Dst: there4,
		Options: []byte{1, 1, 1, 0}}.Complete(len(datagram))
	packet := append(ip.Append(nil), datagram...)

	theirs := layer[*layers.IPv4](t, packet, layers.LayerTypeIPv4, layers.LayerTypeIPv4)
	assert.Equal(t, []any{ip.TOS, ip.Length, ip.ID, ip.TTL, ip.Checksum, "192.0.2.1", "192.0.2.2", uint8(6), layers.IPv4DontFragment},
		[]any{theirs.TOS, theirs.Length, theirs.Id, theirs.TTL, theirs.Checksum, theirs.SrcIP.String(), theirs.DstIP.String(), theirs.IHL, theirs.Flags})
	udp := layer[*layers.UDP](t, packet, layers.LayerTypeIPv4, layers.LayerTypeUDP)
	assert.Equal(t, []any{layers.UDPPort(4321), layers.UDPPort(4000), uint16(13), "hello"},
		[]any{udp.SrcPort, udp.DstPort, udp.Length, string(udp.Payload)})
	require.NoError(t, udp.SetNetworkLayerForChecksum(theirs))
	assert.Equal(t, datagram, written(t, udp, gopacket.Payload("hello")), "they write it as we do, the checksum too")
}

func TestGopacketReadsOurSegment(t *testing.T) {
	segment := TCP{Src: 1, Dst: 2, Seq: 3, Ack: 4, Flags: SYN | ACK | ECE, Window: 5, Urgent: 6,
		Options: bytesOf(t, "020405b4 01010402")}.Segment(here6, there6, []byte("x"))
	packet := append(IPv6{TrafficClass: 0xb8, FlowLabel: 0x12345, Length: uint16(len(segment)), NextHeader: ProtocolTCP, HopLimit: 9,
		Src: here6, Dst: there6}.Append(nil), segment...)
	ip := layer[*layers.IPv6](t, packet, layers.LayerTypeIPv6, layers.LayerTypeIPv6)
	assert.Equal(t, []any{uint8(0xb8), uint32(0x12345), uint8(9), "2001:db8::1"}, []any{ip.TrafficClass, ip.FlowLabel, ip.HopLimit, ip.SrcIP.String()})
	tcp := layer[*layers.TCP](t, packet, layers.LayerTypeIPv6, layers.LayerTypeTCP)
	assert.Equal(t, []any{uint32(3), uint32(4), true, true, true, false, false, uint16(5), uint16(6), "x", 4},
		[]any{tcp.Seq, tcp.Ack, tcp.SYN, tcp.ACK, tcp.ECE, tcp.FIN, tcp.RST, tcp.Window, tcp.Urgent, string(tcp.Payload), len(tcp.Options)})
	require.NoError(t, tcp.SetNetworkLayerForChecksum(ip))
	sum, err := tcp.ComputeChecksum()
	require.NoError(t, err)
	assert.Zero(t, sum, "over a segment with its checksum")
}

func TestGopacketReadsOurICMP(t *testing.T) {
	m := EchoMessage(EchoRequest, 11, 12, []byte("hello"))
	four := append(IPv4{TTL: 1, Protocol: ProtocolICMP, Src: here4, Dst: there4}.Complete(13).Append(nil), m.Message4()...)
	icmp := layer[*layers.ICMPv4](t, four, layers.LayerTypeIPv4, layers.LayerTypeICMPv4)
	assert.Equal(t, []any{layers.CreateICMPv4TypeCode(8, 0), uint16(11), uint16(12)}, []any{icmp.TypeCode, icmp.Id, icmp.Seq})

	m = EchoMessage(EchoRequest6, 11, 12, []byte("hello"))
	message := m.Message6(here6, there6)
	six := append(IPv6{Length: uint16(len(message)), NextHeader: ProtocolICMPv6, HopLimit: 1, Src: here6, Dst: there6}.Append(nil), message...)
	v6 := layer[*layers.ICMPv6](t, six, layers.LayerTypeIPv6, layers.LayerTypeICMPv6)
	require.NoError(t, v6.SetNetworkLayerForChecksum(layer[*layers.IPv6](t, six, layers.LayerTypeIPv6, layers.LayerTypeIPv6)))
	assert.Equal(t, message, written(t, v6, gopacket.Payload(message[4:])), "the checksum covers the addresses")
}

// written is what gopacket makes of the layers, with checksums of its own.
func written(t *testing.T, parts ...gopacket.SerializableLayer) []byte {
	t.Helper()
	buf := gopacket.NewSerializeBuffer()
	require.NoError(t, gopacket.SerializeLayers(buf, gopacket.SerializeOptions{ComputeChecksums: true, FixLengths: true}, parts...))
	return buf.Bytes()
}

func TestGopacketReadsOurARP(t *testing.T) {
	frame := wireARPBytes()
	arp := layer[*layers.ARP](t, frame, layers.LayerTypeEthernet, layers.LayerTypeARP)
	assert.Equal(t, []any{uint16(ARPRequest), []byte{192, 0, 2, 1}, []byte{2, 0, 0, 0, 0, 1}, []byte{192, 0, 2, 2}},
		[]any{arp.Operation, arp.SourceProtAddress, arp.SourceHwAddress, arp.DstProtAddress})
}

// wireARPBytes is a question in a frame.
func wireARPBytes() []byte {
	me := []byte{2, 0, 0, 0, 0, 1}
	everyone := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	p := ARPPacket{Operation: ARPRequest, SenderHardware: me, SenderIP: here4, TargetHardware: make([]byte, 6), TargetIP: there4}
	return p.Append(Ethernet{Dst: everyone, Src: me, Type: EtherTypeARP}.Append(nil))
}

// Whatever gopacket reads without complaint, we read alike.
func FuzzAgree(f *testing.F) {
	f.Add(bytesOf(f, pingPacket))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, _, err := ParseIPv4(b)
		if err != nil {
			return
		}
		p := gopacket.NewPacket(b, layers.LayerTypeIPv4, gopacket.NoCopy)
		theirs, ok := p.Layer(layers.LayerTypeIPv4).(*layers.IPv4)
		if !ok {
			return // they refuse options that they do not understand
		}
		if theirs.Length != h.Length || theirs.Id != h.ID || int(theirs.FragOffset)*8 != h.FragmentOffset ||
			theirs.TTL != h.TTL || uint8(theirs.Protocol) != h.Protocol || theirs.SrcIP.String() != h.Src.String() {
			t.Errorf("% x: they read %+v, we %+v", b, theirs, h)
		}
	})
}
