package reliable_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	reliable "sockbook/ch03-datagram/lab"
)

// TestEncode compares datagrams with the format, byte by byte.
func TestEncode(t *testing.T) {
	for _, m := range []reliable.Message{
		{Kind: reliable.Question, Number: 7, Payload: []byte("hello")},
		{Kind: reliable.Answer, Number: 0x01020304, Payload: []byte(strings.Repeat("x", 258))},
		{Kind: reliable.Question, Number: 0xFFFFFFFF},
	} {
		want := wire(m.Kind, m.Number, string(m.Payload))
		got, err := reliable.Encode(m)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("the header has 8 bytes, its numbers in network order\ninput: kind %d, number %#x, %d bytes of payload\ngot: %s; %v\nwant: %s; <nil>",
				m.Kind, m.Number, len(m.Payload), dump(got), err, dump(want))
		}
	}
}

// TestEncodeBound encodes a payload as long as the bound, and one byte longer.
func TestEncodeBound(t *testing.T) {
	for _, size := range []int{reliable.MaxPayload, reliable.MaxPayload + 1, 1 << 16} {
		d, err := reliable.Encode(reliable.Message{Kind: reliable.Question, Payload: make([]byte, size)})
		fits := size <= reliable.MaxPayload
		if fits && (err != nil || len(d) != 8+size) || !fits && !errors.Is(err, reliable.ErrTooLong) {
			t.Fatalf("a datagram that is too long is not cut, and not sent: the caller has to know\ninput: %d bytes, MaxPayload %d\ngot: a datagram of %d bytes, %v",
				size, reliable.MaxPayload, len(d), err)
		}
	}
}

// TestDecode reads what the format says, the smallest and the largest too.
func TestDecode(t *testing.T) {
	for _, payload := range []string{"hello", "", strings.Repeat("x", reliable.MaxPayload)} {
		d := wire(reliable.Answer, 0x01020304, payload)
		m, err := reliable.Decode(d)
		if err != nil || m.Kind != reliable.Answer || m.Number != 0x01020304 || string(m.Payload) != payload {
			t.Fatalf("a datagram says what its sender put into it\ninput: %s\ngot: kind %d, number %#x, payload %s; %v\nwant: kind 2, number 0x1020304, payload %s; <nil>",
				dump(d), m.Kind, m.Number, dump(m.Payload), err, dump([]byte(payload)))
		}
	}
}

// TestDecodeForeign reads what anybody may send to a port.
func TestDecodeForeign(t *testing.T) {
	ours := wire(reliable.Question, 7, "hello")
	for what, d := range map[string][]byte{
		"nothing":                   {},
		"seven bytes of a header":   ours[:7],
		"another magic":             append([]byte{0x00}, ours[1:]...),
		"kind 0":                    append([]byte{0xD6, 0}, ours[2:]...),
		"kind 3":                    append([]byte{0xD6, 3}, ours[2:]...),
		"more bytes than announced": append(bytes.Clone(ours), '!'),
	} {
		m, err := reliable.Decode(d)
		if !errors.Is(err, reliable.ErrForeign) {
			t.Fatalf("anybody can send anything to a port: what is not ours is foreign\ninput: %s: %s\ngot: %q, %v\nwant: %v", what, dump(d), m.Payload, err, reliable.ErrForeign)
		}
	}
}

// TestDecodeCut reads datagrams that lost their ends.
func TestDecodeCut(t *testing.T) {
	ours := wire(reliable.Question, 7, "hello")
	for size := 8; size < len(ours); size++ {
		_, err := reliable.Decode(ours[:size])
		if !errors.Is(err, reliable.ErrCut) {
			t.Fatalf("a datagram read into a buffer that is too small loses its end, and nothing says so but its own length\ninput: the first %d of %d bytes\ngot: %v\nwant: %v",
				size, len(ours), err, reliable.ErrCut)
		}
	}
}

// TestDecodeKeepsNothing reads a second datagram into the buffer of the first.
func TestDecodeKeepsNothing(t *testing.T) {
	buf := wire(reliable.Question, 7, "hello")
	m, err := reliable.Decode(buf)
	copy(buf, wire(reliable.Question, 8, "world"))
	if err != nil || string(m.Payload) != "hello" {
		t.Fatalf("the buffer is used for the next datagram: a payload that points into it changes\ngot: %q; %v\nwant: \"hello\"; <nil>", m.Payload, err)
	}
}
