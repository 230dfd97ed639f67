package ping_test

import (
	"bytes"
	"net/netip"
	"testing"

	ping "sockbook/ch05-raw/lab"
)

// TestChecksum sums the example of RFC 1071 and a captured message.
func TestChecksum(t *testing.T) {
	asked := messageOf(question)
	asked = append(asked, 0) // even
	asked[2], asked[3] = 0, 0
	for _, tt := range []struct {
		b    []byte
		want uint16
	}{
		{bytesOf("0001f203f4f5f6f7"), 0x220d},
		{bytesOf("0001"), 0xfffe},
		{bytesOf("12340000"), 0xedcb},
		{asked, 0xdf5a},
		{nil, 0xffff},
	} {
		if got := ping.Checksum(tt.b); got != tt.want {
			t.Fatalf("the checksum is the complement of the sum of words of 16 bits, the upper byte of each first\ninput: %s\ngot: %#04x\nwant: %#04x", dump(tt.b), got, tt.want)
		}
	}
}

// TestChecksumOdd sums an odd number of bytes, within a larger buffer.
func TestChecksumOdd(t *testing.T) {
	for _, tt := range []struct {
		b    []byte
		want uint16
	}{{bytesOf("01"), 0xfeff}, {bytesOf("000102"), 0xfdfe}} {
		buf := append(append([]byte{}, tt.b...), 0xAA, 0xBB)
		b := buf[:len(tt.b)]
		if got := ping.Checksum(b); got != tt.want {
			t.Fatalf("the last byte of an odd number of them is the upper half of a word, whose lower half is 0\ninput: %s\ngot: %#04x\nwant: %#04x", dump(b), got, tt.want)
		}
		if want := append(append([]byte{}, tt.b...), 0xAA, 0xBB); !bytes.Equal(buf, want) {
			t.Fatalf("what is summed is not changed, and what lies behind it is somebody else's\ninput: the first %d bytes of %s\ngot: then it is %s", len(b), dump(want), dump(buf))
		}
	}
}

// TestChecksumCarries sums words whose carries make carries.
func TestChecksumCarries(t *testing.T) {
	for _, tt := range []struct {
		what string
		b    []byte
		want uint16
	}{
		{"ff ff ff ff", bytes.Repeat([]byte{0xFF}, 4), 0},
		{"ff ff 00 01", bytesOf("ffff0001"), 0xfffe},
		{"80 00, twice, and ff fe", bytesOf("80008000fffe"), 0},
		{"80 00, twice, and ff ff", bytesOf("80008000ffff"), 0xfffe},
		{"fe, an odd number of times", bytes.Repeat([]byte{0xFE}, 513), 0x0300},
		{"ff, 65534 times", bytes.Repeat([]byte{0xFF}, 65534), 0},
	} {
		if got := ping.Checksum(tt.b); got != tt.want {
			t.Fatalf("what the sum has above 16 bits is added below, and that may carry again: nothing gets lost\ninput: %s\ngot: %#04x\nwant: %#04x", tt.what, got, tt.want)
		}
	}
}

// TestChecksumVerifies sums captured messages and headers over their field.
func TestChecksumVerifies(t *testing.T) {
	for _, captured := range []string{question, answer, recorded, exceeded} {
		whole := bytesOf(captured)
		for _, b := range [][]byte{messageOf(captured), whole[:len(whole)-len(messageOf(captured))]} {
			if got := ping.Checksum(b); got != 0 {
				t.Fatalf("with its checksum in it, what arrived intact sums to 0\ninput: %s\ngot: %#04x\nwant: 0x0000", dump(b), got)
			}
			b[len(b)-1] ^= 4
			if got := ping.Checksum(b); got == 0 {
				t.Fatalf("what arrived with one bit changed does not\ninput: %s, of which the last byte is wrong\ngot: 0x0000", dump(b))
			}
		}
	}
}

// TestPseudoHeader compares with RFC 8200, byte by byte.
func TestPseudoHeader(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		length   int
		want     string
	}{
		{"2001:db8:1::2", "2001:db8:2::2", 25, "20010db8000100000000000000000002 20010db8000200000000000000000002 00000019 0000003a"},
		{"fe80::1%eth0", "fe80::2%eth0", 8, "fe800000000000000000000000000001 fe800000000000000000000000000002 00000008 0000003a"},
		{"::1", "::1", 70000, "00000000000000000000000000000001 00000000000000000000000000000001 00011170 0000003a"},
	} {
		got := ping.PseudoHeader(netip.MustParseAddr(tt.from), netip.MustParseAddr(tt.to), tt.length)
		if want := bytesOf(tt.want); !bytes.Equal(got, want) {
			t.Fatalf("a pseudo-header has 40 bytes: two addresses, the length in 32 bits, and the protocol in 32\ninput: %s to %s, %d bytes\ngot: %x\nwant: %x", tt.from, tt.to, tt.length, got, want)
		}
	}
	from, to := netip.MustParseAddr("2001:db8:1::2"), netip.MustParseAddr("2001:db8:2::2")
	message := bytesOf(question6)
	if got := ping.Checksum(append(ping.PseudoHeader(from, to, len(message)), message...)); got != 0 {
		t.Fatalf("behind its pseudo-header a message that arrived sums to 0\ninput: %s\ngot: %#04x\nwant: 0x0000", dump(message), got)
	}
}
