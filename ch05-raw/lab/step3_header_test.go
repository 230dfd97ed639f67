package ping_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	ping "sockbook/ch05-raw/lab"
)

// headerShown is a header in words.
func headerShown(h ping.Header) string {
	return fmt.Sprintf("TTL %d, protocol %d, %v to %v, %d bytes of options", h.TTL, h.Protocol, h.Source, h.Destination, len(h.Options))
}

// TestParseHeader reads captured headers.
func TestParseHeader(t *testing.T) {
	for _, tt := range []struct {
		packet string
		want   ping.Header
	}{
		{question, ping.Header{TTL: 64, Protocol: 1, Source: here, Destination: there}},
		{answer, ping.Header{TTL: 63, Protocol: 1, Source: there, Destination: here}},
	} {
		b := bytesOf(tt.packet)
		got, payload, err := ping.ParseHeader(b)
		if err != nil || headerShown(got) != headerShown(tt.want) {
			t.Fatalf("each field has its place in the header\ninput: %s\ngot: %s; %v\nwant: %s; <nil>", dump(b), headerShown(got), err, headerShown(tt.want))
		}
		if want := messageOf(tt.packet); !bytes.Equal(payload, want) {
			t.Fatalf("the payload is what follows the header\ninput: %s\ngot: %s\nwant: %s", dump(b), dump(payload), dump(want))
		}
	}
}

// TestParseHeaderOptions reads an answer that brings a recorded route.
func TestParseHeaderOptions(t *testing.T) {
	b := bytesOf(recorded)
	h, payload, err := ping.ParseHeader(b)
	if err != nil || !bytes.Equal(payload, messageOf(recorded)) {
		t.Fatalf("a header is as long as it says, in words of four bytes, and not always 20\ninput: %s\ngot: payload %s; %v\nwant: payload %s; <nil>", dump(b), dump(payload), err, dump(messageOf(recorded)))
	}
	if want := append([]byte{}, b[20:44]...); !bytes.Equal(h.Options, want) {
		t.Fatalf("what the header has behind its 20 bytes are the options\ngot: %s\nwant: %s", dump(h.Options), dump(want))
	}
	want := append([]byte{}, h.Options...)
	clear(b)
	if !bytes.Equal(h.Options, want) {
		t.Fatalf("the next packet is read into the same memory: the options have to be a copy\ngot: %s\nwant: %s", dump(h.Options), dump(want))
	}
}

// TestParseHeaderPadding reads a packet that Ethernet has made longer.
func TestParseHeaderPadding(t *testing.T) {
	padded := append(bytesOf(answer), make([]byte, 7)...)
	_, payload, err := ping.ParseHeader(padded)
	if err != nil || !bytes.Equal(payload, messageOf(answer)) {
		t.Fatalf("the packet ends where its total length says, and not where the bytes end\ninput: a packet of 45 bytes, and 7 of padding\ngot: %d bytes of payload, %v\nwant: %d, <nil>", len(payload), err, len(messageOf(answer)))
	}
	empty := packet(nil, there, here)
	if _, payload, err := ping.ParseHeader(append(empty, 1, 2)); err != nil || len(payload) > 0 {
		t.Fatalf("a packet may have no payload at all\ninput: a header, and 2 bytes of padding\ngot: %d bytes of payload, %v\nwant: 0, <nil>", len(payload), err)
	}
}

// TestParseHeaderTruncated reads all beginnings of packets, and lengths that
// contradict each other.
func TestParseHeaderTruncated(t *testing.T) {
	for _, captured := range []string{answer, recorded} {
		b := bytesOf(captured)
		for n := range b {
			if _, payload, err := ping.ParseHeader(b[:n:n]); !errors.Is(err, ping.ErrTruncated) {
				t.Fatalf("a header may announce more than came\ninput: %d bytes of %d, %s\ngot: %d bytes of payload, %v\nwant: %v", n, len(b), dump(b[:n]), len(payload), err, ping.ErrTruncated)
			}
		}
	}
	for _, tt := range []struct {
		what         string
		words, total byte
	}{
		{"a header of 4 words", 4, 45},
		{"a header of 0 words", 0, 45},
		{"a header of 15 words in a packet of 45 bytes", 15, 45},
		{"a packet of 19 bytes with a header of 20", 5, 19},
		{"a packet of 0 bytes", 5, 0},
	} {
		b := bytesOf(answer)
		b[0], b[3] = 0x40|tt.words, tt.total
		if size := int(tt.words) * 4; size >= 12 && size <= len(b) {
			summed(b[:size], 10)
		}
		if _, payload, err := ping.ParseHeader(b); !errors.Is(err, ping.ErrTruncated) {
			t.Fatalf("anybody can write lengths into a header that contradict each other\ninput: %s\ngot: %d bytes of payload, %v\nwant: %v", tt.what, len(payload), err, ping.ErrTruncated)
		}
	}
}

// TestParseHeaderForeign reads other versions of IP.
func TestParseHeaderForeign(t *testing.T) {
	for _, version := range []byte{0, 5, 6, 15} {
		b := bytesOf(answer)
		b[0] = version<<4 | 5
		summed(b[:20], 10)
		if h, _, err := ping.ParseHeader(b); !errors.Is(err, ping.ErrForeign) {
			t.Fatalf("the first half-byte says which version of IP this is, and what everything behind it means\ninput: version %d\ngot: %s; %v\nwant: %v", version, headerShown(h), err, ping.ErrForeign)
		}
	}
}

// TestParseHeaderFragment reads the first, a middle and the last part of a
// packet.
func TestParseHeaderFragment(t *testing.T) {
	for _, tt := range []struct {
		what  string
		field uint16
		want  error
	}{
		{"a whole packet", 0, nil},
		{"a whole packet that must not be fragmented", 0x4000, nil},
		{"the first fragment", 0x2000, ping.ErrFragment},
		{"a fragment in the middle", 0x2000 | 185, ping.ErrFragment},
		{"the last fragment", 185, ping.ErrFragment},
		{"the last fragment, of offset 256", 256, ping.ErrFragment},
		{"the last fragment, of offset 4096", 4096, ping.ErrFragment},
	} {
		b := bytesOf(answer)
		b[6], b[7] = byte(tt.field>>8), byte(tt.field)
		summed(b[:20], 10)
		if _, _, err := ping.ParseHeader(b); !errors.Is(err, tt.want) {
			t.Fatalf("a packet is a fragment if more follows it, or if its offset says that something came before: only the first begins with a message\ninput: %s, %#04x\ngot: %v\nwant: %v", tt.what, tt.field, err, tt.want)
		}
	}
}

// TestParseHeaderChecksum changes each bit of two headers, and of a payload.
func TestParseHeaderChecksum(t *testing.T) {
	for _, captured := range []string{answer, recorded} {
		whole := bytesOf(captured)
		size := len(whole) - len(messageOf(captured))
		if _, _, err := ping.ParseHeader(whole); err != nil {
			t.Fatalf("the checksum covers the whole header, with its options, and nothing else\ninput: %s, as it was captured\ngot: %v\nwant: <nil>", dump(whole), err)
		}
		for bit := range len(whole) * 8 {
			b := append([]byte{}, whole...)
			b[bit/8] ^= 1 << (bit % 8)
			_, _, err := ping.ParseHeader(b)
			if bit < size*8 && err == nil || bit >= 8*8 && bit < size*8 && !errors.Is(err, ping.ErrChecksum) {
				t.Fatalf("the checksum covers the whole header, with its options\ninput: %s, with bit %d of byte %d changed\ngot: %v\nwant: %v", dump(whole), bit%8, bit/8, err, ping.ErrChecksum)
			}
			if bit >= size*8 && err != nil {
				t.Fatalf("the checksum of the header does not cover the payload\ninput: bit %d of byte %d changed; the header has %d\ngot: %v\nwant: <nil>", bit%8, bit/8, size, err)
			}
		}
	}
}
