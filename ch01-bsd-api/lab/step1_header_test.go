package byhand_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// TestHeader compares the first two bytes of addresses with the layouts.
func TestHeader(t *testing.T) {
	for _, l := range layouts {
		for _, c := range []struct {
			size   int
			family uint16
		}{{16, l.Inet4}, {28, l.Inet6}, {12, l.Unix}} {
			size, family := c.size, c.family
			got := filled(nil, size)
			l.PutHeader(got, family)
			want := filled(header(l, size, family), size)
			if bytes.Equal(got, want) {
				continue
			}
			shows := "an address begins with its family, as the layout has it, and PutHeader writes two bytes"
			network := binary.BigEndian.AppendUint16(nil, family)
			switch host := binary.LittleEndian.AppendUint16(nil, family); {
			case l.Length && (bytes.HasPrefix(got, host) || bytes.HasPrefix(got, network)):
				shows = "macOS and the BSDs have the length in the first byte, and one byte for the family"
			case l.Length && got[0] != byte(size) && got[1] == byte(family):
				shows = "the length in the first byte is that of the whole address, with the header"
			case !l.Length && l.Order == binary.LittleEndian && bytes.HasPrefix(got, network):
				shows = "the family never leaves the machine: it stands in the machine's order, not in the network's"
			case l.Order == binary.BigEndian && bytes.HasPrefix(got, host):
				shows = "not every processor begins with the least significant byte: the layout says which order it has"
			}
			t.Fatalf("%s\ninput: family %d, %d bytes, %s\ngot: % x\nwant: % x", shows, family, size, l.Name, got[:4], want[:4])
		}
	}
}

// TestFamily reads the family from buffers that the kernel has filled.
func TestFamily(t *testing.T) {
	for _, l := range layouts {
		for _, c := range []struct {
			size   int
			family uint16
		}{{16, l.Inet4}, {28, l.Inet6}, {2, l.Unix}} {
			size, family := c.size, c.family
			buf := filled(header(l, size, family), byhand.Room)
			got, err := l.Family(buf, size)
			if err == nil && got == family {
				continue
			}
			shows := "the first two bytes say the family, as PutHeader writes it"
			switch {
			case errors.Is(err, byhand.ErrShort) && size == 2:
				shows = "two bytes are an address: that of a Unix socket without a name"
			case err != nil:
				shows = "an address that is whole was refused"
			case l.Length:
				shows = "macOS and the BSDs have the length in the first byte, and one byte for the family"
			case got == family<<8:
				shows = "the family comes in the machine's order, which the layout knows"
			}
			t.Fatalf("%s\ninput: % x, %d bytes, %s\ngot: %d, %v\nwant: %d, <nil>", shows, buf[:4], size, l.Name, got, err, family)
		}
	}
}

// TestFamilyBounds gives lengths that do not fit the buffer.
func TestFamilyBounds(t *testing.T) {
	long := func(l byhand.Layout) []byte { return address(l, l.Unix, make([]byte, 104)) }
	for _, c := range []struct {
		l          byhand.Layout
		addr       []byte
		room, size int
		want       error
		shows      string
	}{
		{byhand.Linux, nil, 128, 0, byhand.ErrShort, "a kernel may report no address at all: then the buffer holds what it held before"},
		{byhand.MacOS, nil, 128, 0, byhand.ErrShort, "a kernel may report no address at all: then the buffer holds what it held before"},
		{byhand.Linux, raw("02"), 128, 1, byhand.ErrShort, "one byte is not a family, and the next one in the buffer is not the kernel's"},
		{byhand.MacOS, raw("01"), 128, 1, byhand.ErrShort, "one byte is not a header, and the next one in the buffer is not the kernel's"},
		{byhand.Linux, long(byhand.Linux), 16, 106, byhand.ErrTruncated, "the length that a kernel reports may be more than it had room to write"},
		{byhand.Linux, long(byhand.Linux), 105, 106, byhand.ErrTruncated, "the length that a kernel reports may be more than it had room to write"},
		{byhand.MacOS, long(byhand.MacOS), 16, 106, byhand.ErrTruncated, "the length that a kernel reports may be more than it had room to write"},
		{byhand.FreeBSD, long(byhand.FreeBSD), 16, 16, byhand.ErrTruncated, "FreeBSD reports what it wrote: that there was more says the length in the address alone"},
		{byhand.Linux, long(byhand.Linux), 106, 106, nil, "an address may fill its buffer to the last byte"},
		{byhand.FreeBSD, long(byhand.FreeBSD), 106, 106, nil, "an address may fill its buffer to the last byte"},
	} {
		got, err := c.l.Family(filled(c.addr, c.room), c.size)
		if errors.Is(err, c.want) && (err == nil) == (c.want == nil) {
			continue
		}
		input := fmt.Sprintf("size %d, a buffer of %d bytes that begins with %s, %s", c.size, c.room, dump(c.addr[:min(4, len(c.addr))]), c.l.Name)
		if c.want != nil && err != nil {
			c.shows = "an error should have a name that its caller can ask for"
		}
		t.Fatalf("%s\ninput: %s\ngot: %d, %v\nwant: %v", c.shows, input, got, err, c.want)
	}
}
