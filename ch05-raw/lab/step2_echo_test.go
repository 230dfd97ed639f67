package ping_test

import (
	"bytes"
	"errors"
	"net/netip"
	"testing"

	ping "sockbook/ch05-raw/lab"
)

// TestEncode compares messages with captured ones.
func TestEncode(t *testing.T) {
	for _, tt := range []struct {
		e    ping.Echo
		want []byte
	}{
		{ping.Echo{ID: capturedID, Seq: 1, Data: []byte(capturedText)}, messageOf(question)},
		{ping.Echo{Reply: true, ID: capturedID, Seq: 1, Data: []byte(capturedText)}, messageOf(answer)},
		{ping.Echo{ID: 0x0102, Seq: 0x0304}, echo(false, 0x0102, 0x0304, "", here, there)},
	} {
		if got := ping.Encode(tt.e, here, there); !bytes.Equal(got, tt.want) {
			t.Fatalf("a message is type, code, checksum, identifier and number in network order, and the data; the checksum is computed last, and covers all of it\ninput: %s\ngot: %s\nwant: %s", echoSays(tt.e, nil), dump(got), dump(tt.want))
		}
	}
}

// TestEncode6 does the same for ICMPv6.
func TestEncode6(t *testing.T) {
	for _, tt := range []struct {
		e        ping.Echo
		from, to netip.Addr
		want     string
	}{
		{ping.Echo{ID: capturedID, Seq: 1, Data: []byte(capturedText)}, here6, there6, question6},
		{ping.Echo{Reply: true, ID: capturedID, Seq: 1, Data: []byte(capturedText)}, there6, here6, answer6},
	} {
		if got := ping.Encode(tt.e, tt.from, tt.to); !bytes.Equal(got, bytesOf(tt.want)) {
			t.Fatalf("ICMPv6 has other types, and its checksum covers a pseudo-header too\ninput: %s, %v to %v\ngot: %s\nwant: %s", echoSays(tt.e, nil), tt.from, tt.to, dump(got), dump(bytesOf(tt.want)))
		}
	}
}

// A way is the two addresses of a message.
type way struct{ from, to netip.Addr }

var ways = []way{{there, here}, {there6, here6}}

// TestDecode reads captured messages, and the shortest.
func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		m    []byte
		way  way
		want ping.Echo
	}{
		{messageOf(question), way{here, there}, ping.Echo{ID: capturedID, Seq: 1, Data: []byte(capturedText)}},
		{messageOf(answer), way{there, here}, ping.Echo{Reply: true, ID: capturedID, Seq: 1, Data: []byte(capturedText)}},
		{bytesOf(question6), way{here6, there6}, ping.Echo{ID: capturedID, Seq: 1, Data: []byte(capturedText)}},
		{bytesOf(answer6), way{there6, here6}, ping.Echo{Reply: true, ID: capturedID, Seq: 1, Data: []byte(capturedText)}},
		{echo(true, 0x0102, 0x0304, "", there, here), way{there, here}, ping.Echo{Reply: true, ID: 0x0102, Seq: 0x0304}},
	} {
		got, err := ping.Decode(tt.m, tt.way.from, tt.way.to)
		if err != nil || got.Reply != tt.want.Reply || got.ID != tt.want.ID || got.Seq != tt.want.Seq || !bytes.Equal(got.Data, tt.want.Data) {
			t.Fatalf("a message says what its sender put into it, and may have no data\ninput: %s, %v to %v\ngot: %s\nwant: %s", dump(tt.m), tt.way.from, tt.way.to, echoSays(got, err), echoSays(tt.want, nil))
		}
	}
}

// TestDecodeForeign reads intact messages of other types, and of the other
// family.
func TestDecodeForeign(t *testing.T) {
	for _, w := range ways {
		own := map[byte]bool{0: w.to.Is4(), 8: w.to.Is4(), 128: w.to.Is6(), 129: w.to.Is6()}
		for _, kind := range []byte{0, 1, 3, 5, 8, 11, 13, 128, 129, 133, 135} {
			for _, code := range []byte{0, 1} {
				if own[kind] && code == 0 {
					continue
				}
				m := icmp(kind, code, capturedID<<16|1, []byte(capturedText), w.from, w.to)
				if got, err := ping.Decode(m, w.from, w.to); !errors.Is(err, ping.ErrForeign) {
					t.Fatalf("ICMP carries much else, each family has types of its own, and an echo has code 0\ninput: type %d, code %d, %v to %v\ngot: %s\nwant: %v", kind, code, w.from, w.to, echoSays(got, err), ping.ErrForeign)
				}
			}
		}
	}
}

// TestDecodeTruncated reads the beginnings of a header.
func TestDecodeTruncated(t *testing.T) {
	for _, w := range ways {
		m := echo(true, 0, 0, "", w.from, w.to)
		for n := range m {
			if got, err := ping.Decode(m[:n], w.from, w.to); !errors.Is(err, ping.ErrTruncated) {
				t.Fatalf("anybody can send a message that ends before its header does\ninput: %s, %v to %v\ngot: %s\nwant: %v", dump(m[:n]), w.from, w.to, echoSays(got, err), ping.ErrTruncated)
			}
		}
	}
}

// TestDecodeChecksum changes each bit of a message, and its addresses.
func TestDecodeChecksum(t *testing.T) {
	for _, w := range ways {
		m := echo(true, capturedID, 1, capturedText, w.from, w.to)
		for bit := range len(m) * 8 {
			m[bit/8] ^= 1 << (bit % 8)
			if got, err := ping.Decode(m, w.from, w.to); !errors.Is(err, ping.ErrChecksum) {
				t.Fatalf("a message with a bit that has changed on the way is no message, whichever bit it is\ninput: bit %d of %s, %v to %v\ngot: %s\nwant: %v", bit, dump(m), w.from, w.to, echoSays(got, err), ping.ErrChecksum)
			}
			m[bit/8] ^= 1 << (bit % 8)
		}
	}
	elsewhere := netip.MustParseAddr("2001:db8:2::3")
	if got, err := ping.Decode(bytesOf(answer6), there6, elsewhere); !errors.Is(err, ping.ErrChecksum) {
		t.Fatalf("in ICMPv6 the checksum covers the addresses: a message that was delivered elsewhere is refused\ninput: an answer to %v that came to %v\ngot: %s\nwant: %v", here6, elsewhere, echoSays(got, err), ping.ErrChecksum)
	}
}

// TestDecodeKeepsNothing uses the memory of a message again.
func TestDecodeKeepsNothing(t *testing.T) {
	for _, w := range ways {
		m := echo(true, capturedID, 1, capturedText, w.from, w.to)
		buf := append(append([]byte{}, m...), "what follows it"...)
		before := append([]byte{}, buf...)
		e, err := ping.Decode(buf[:len(m)], w.from, w.to)
		if err != nil || !bytes.Equal(buf, before) {
			t.Fatalf("to read a message changes nothing in the memory where it lies\ninput: %s, %v to %v\ngot: %s, %v", dump(before), w.from, w.to, dump(buf), err)
		}
		clear(buf)
		if string(e.Data) != capturedText {
			t.Fatalf("the next packet is read into the same memory: the data has to be a copy\ngot: %q\nwant: %q", e.Data, capturedText)
		}
	}
}
