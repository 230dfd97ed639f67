package raw

import (
	"bytes"
	"testing"
)

// Whatever the bytes, a header that can be read is written as it was.
func FuzzHeaders(f *testing.F) {
	f.Add(bytesOf(f, pingPacket))
	f.Add(bytesOf(f, "60012345 0004 3b40 00000000000000000000000000000001 00000000000000000000000000000001"))
	f.Add(bytesOf(f, "0fa00fa1 00000001 00000002 7018ffff 12340000 02040005 01010101"))
	f.Add(bytesOf(f, "0001 0800 0604 0001 020000000001 c0000201 000000000000 c0000202"))
	f.Fuzz(func(t *testing.T, b []byte) {
		same := func(name string, again []byte, err error) {
			if err == nil && (len(again) > len(b) || !bytes.Equal(again, b[:len(again)])) {
				t.Errorf("%s: % x was written as % x", name, b, again)
			}
		}
		h4, payload, err := ParseIPv4(b)
		same("IPv4", h4.appendIf(err), err)
		if err == nil && len(payload) > len(b) {
			t.Error("more payload than packet")
		}
		h6, payload, err := ParseIPv6(b)
		if err == nil {
			same("IPv6", h6.Append(nil), nil)
			_, _, _, _ = h6.Transport(payload) // must not read past it
		}
		if h, _, err := ParseUDP(b); err == nil {
			same("UDP", h.Append(nil), nil)
		}
		if h, _, err := ParseTCP(b); err == nil {
			same("TCP", h.Append(nil), nil)
			_, _ = ParseTCPOptions(h.Options)
		}
		if m, err := ParseICMP(b); err == nil {
			same("ICMP", m.Append(nil), nil)
		}
		if h, _, err := ParseEthernet(b); err == nil {
			same("Ethernet", h.Append(nil), nil)
		}
		if p, err := ParseARP(b); err == nil {
			same("ARP", p.Append(nil), nil)
		}
	})
}

func (h IPv4) appendIf(err error) []byte {
	if err != nil {
		return nil
	}
	return h.Append(nil)
}

// A checksum that is filled in makes the sum 0, and one changed bit does not.
func FuzzChecksum(f *testing.F) {
	f.Add([]byte("hello"), uint16(3))
	f.Fuzz(func(t *testing.T, data []byte, bit uint16) {
		if len(data) > 60000 {
			return
		}
		m := EchoMessage(EchoRequest, 1, 2, data).Message4()
		if sum := Checksum(m); sum != 0 {
			t.Fatalf("% x sums to %#x", m, sum)
		}
		m[int(bit/8)%len(m)] ^= 1 << (bit % 8)
		if Checksum(m) == 0 {
			t.Fatalf("bit %d of % x goes unnoticed", bit, m)
		}
	})
}
