package raw

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
)

// Checksums computes one by hand, over a header, and shows what it notices and
// what it does not.
func Checksums(_ context.Context, out io.Writer) error {
	h := IPv4{TTL: 64, Protocol: ProtocolUDP, Length: 33,
		Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	header := h.Append(nil)
	sumByHand(out, header)
	h.Checksum = Checksum(header)
	header = h.Append(nil)
	fmt.Fprintf(out, "reader: the sum over all of it, checksum included: %#04x\n", ^Checksum(header))

	for _, damage := range []struct {
		what string
		do   func([]byte)
	}{
		{"one bit flipped", func(b []byte) { b[9] ^= 1 }},
		{"source and destination exchanged", func(b []byte) {
			var src [4]byte
			copy(src[:], b[12:16])
			copy(b[12:16], b[16:20])
			copy(b[16:20], src[:])
		}},
		{"one word up by 1, another down by 1", func(b []byte) { b[13]++; b[15]-- }},
		{"TTL down by 1, checksum not touched", func(b []byte) { b[8]-- }},
		{"TTL down by 1, checksum up by 0x0100", routed},
	} {
		b := append([]byte(nil), header...)
		damage.do(b)
		fmt.Fprintf(out, "reader: %s: noticed %t\n", damage.what, Checksum(b) != 0)
	}
	return nil
}

// sumByHand adds the header's words, and each carry at the low end.
func sumByHand(out io.Writer, header []byte) {
	fmt.Fprintf(out, "writer: % x\n", header)
	var sum uint32
	for i := 0; i < len(header); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(header[i:]))
	}
	fmt.Fprintf(out, "writer: the sum of its %d words: %#x\n", len(header)/2, sum)
	folded := sum>>16 + sum&0xffff
	fmt.Fprintf(out, "writer: the carry %#x added: %#04x\n", sum>>16, folded)
	fmt.Fprintf(out, "writer: every bit turned round: %#04x\n", ^uint16(folded))
}

// routed does what each router does: instead of adding all words again, it
// changes the checksum by what it has changed (RFC 1624).
func routed(b []byte) {
	b[8]--
	sum := uint32(binary.BigEndian.Uint16(b[10:])) + 0x0100
	binary.BigEndian.PutUint16(b[10:], uint16(sum>>16+sum&0xffff))
}
