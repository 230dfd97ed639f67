package ping_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	ping "sockbook/ch05-raw/lab"
)

// What follows was captured on a network of three hosts: one that asks, a
// router, and one that answers. Between the IP headers and the messages are
// spaces.
const (
	question = "4500002da04e40004001ae49c0000202c6336402 0800df5a1f2e0001697320616e79626f64792074686572653f"
	answer   = "4500002de75900003f01a83ec6336402c0000202 0000e75a1f2e0001697320616e79626f64792074686572653f"
	recorded = "4b000045e81800003f01dc4dc6336402c0000202071718c0000202c6336401c6336402c6336402c000020100 0000e75a1f2e0001697320616e79626f64792074686572653f"
	exceeded = "45c000495de200004001980ec0000201c0000202 0b00f4ff00000000 4500002da10740000101ec90c0000202c6336402 0800df5a1f2e0001697320616e79626f64792074686572653f"
	noHost   = "45c000495f310000400196bfc0000201c0000202 0301fcfe00000000 4500002dcb0540003f018447c0000202c633644d 0800df5a1f2e0001697320616e79626f64792074686572653f"
	withOpts = "47c000595df800004001841fc0000201c0000202070708c000020200 0b00f4ff00000000 47000035a12f40000101d897c0000202c6336402070708c000020200 0800df5a1f2e0001697320616e79626f64792074686572653f"
	noPort   = "45c00043eafa00003f01a3c7c6336402c0000202 0303f09e00000000 450000273fb740003f110fd7c0000202c6336402 9d1700090013ec5c68656c6c6f207468657265"

	question6 = "80000b8e1f2e0001697320616e79626f64792074686572653f"
	answer6   = "81000a8e1f2e0001697320616e79626f64792074686572653f"
	exceeded6 = "03009e2800000000 600b690a00193a0120010db800010000000000000000000220010db8000200000000000000000002 80000b8e1f2e0001697320616e79626f64792074686572653f"
	noRoute6  = "0100ae4100000000 60025abb00193a4020010db800010000000000000000000220010db8000300000000000000000009 80000b861f2e0001697320616e79626f64792074686572653f"
)

const (
	capturedID   = 0x1f2e
	capturedText = "is anybody there?"
)

// The hosts.
var (
	here    = netip.MustParseAddr("192.0.2.2")
	router  = netip.MustParseAddr("192.0.2.1")
	there   = netip.MustParseAddr("198.51.100.2")
	other   = netip.MustParseAddr("203.0.113.5")
	here6   = netip.MustParseAddr("2001:db8:1::2")
	router6 = netip.MustParseAddr("2001:db8:1::1")
	there6  = netip.MustParseAddr("2001:db8:2::2")
)

// bytesOf reads hexadecimal digits.
func bytesOf(digits string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// messageOf is what stands behind the IPv4 header of a captured packet.
func messageOf(digits string) []byte {
	b := bytesOf(digits)
	return b[int(b[0]&15)*4:]
}

// dump shows bytes: "45 00 00 2d …".
func dump(b []byte) string {
	if len(b) > 24 {
		return fmt.Sprintf("% x …, %d bytes", b[:24], len(b))
	}
	return fmt.Sprintf("% x", b)
}

// summed puts the checksum of b into it, of which it is the field at that
// place. It adds as people do, and shares no code with yours.
func summed(b []byte, at int, before ...byte) []byte {
	binary.BigEndian.PutUint16(b[at:], 0)
	total := 0
	for i, x := range append(append([]byte{}, before...), b...) {
		if i%2 == 0 {
			total += int(x) * 256
		} else {
			total += int(x)
		}
	}
	binary.BigEndian.PutUint16(b[at:], uint16(65535-(total-1)%65535-1))
	return b
}

// icmp is a message: type, code, the second half of its header, and data.
func icmp(kind, code byte, rest uint32, data []byte, from, to netip.Addr) []byte {
	m := binary.BigEndian.AppendUint32([]byte{kind, code, 0, 0}, rest)
	m = append(m, data...)
	if to.Is4() {
		return summed(m, 2)
	}
	a, b := from.As16(), to.As16()
	pseudo := append(append(a[:], b[:]...), 0, 0, byte(len(m)>>8), byte(len(m)), 0, 0, 0, 58)
	return summed(m, 2, pseudo...)
}

// echo is a request or a reply.
func echo(reply bool, id, seq uint16, data string, from, to netip.Addr) []byte {
	kind := byte(8)
	switch {
	case reply && to.Is4():
		kind = 0
	case reply:
		kind = 129
	case to.Is6():
		kind = 128
	}
	return icmp(kind, 0, uint32(id)<<16|uint32(seq), []byte(data), from, to)
}

// packet is what a raw socket hears: with IPv4, behind an IP header.
func packet(message []byte, from, to netip.Addr) []byte {
	if to.Is6() {
		return message
	}
	h := append([]byte{0x45, 0, byte((20 + len(message)) >> 8), byte(20 + len(message)), 0x77, 0x77, 0x40, 0, 61, 1, 0, 0}, from.AsSlice()...)
	return append(summed(append(h, to.AsSlice()...), 10), message...)
}

// about is an error that a host sends to another about a message it had sent.
func about(kind, code byte, message []byte, reporter, from, to netip.Addr) []byte {
	quote := packet(message, from, to)
	if to.Is6() {
		h := append([]byte{0x60, 0, 0, 0, 0, byte(len(message)), 58, 1}, from.AsSlice()...)
		quote = append(append(h, to.AsSlice()...), message...)
	}
	return packet(icmp(kind, code, 0, quote, reporter, from), reporter, from)
}

// echoSays is what Decode said, in words.
func echoSays(e ping.Echo, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case e.Reply:
		return fmt.Sprintf("reply, identifier %#04x, number %d, data %q", e.ID, e.Seq, e.Data)
	}
	return fmt.Sprintf("request, identifier %#04x, number %d, data %q", e.ID, e.Seq, e.Data)
}

// problemSays is what ParseProblem said, in words.
func problemSays(p ping.Problem, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%v, code %d, about a request to %v, identifier %#04x, number %d", p.Kind, p.Code, p.To, p.ID, p.Seq)
}

// show is an event in words.
func show(e ping.Event) string {
	if e.Kind == ping.Ignored {
		return "ignored"
	}
	return fmt.Sprintf("%v: number %d, from %v, TTL %d, round trip %v", e.Kind, e.Seq, e.From, e.TTL, e.RTT)
}
