package stream

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// readPackets reads to the end of r and returns every message and the error
// that ended it.
func readPackets(r io.Reader, max int) ([]string, error) {
	br := bufio.NewReaderSize(r, max)
	var messages []string
	for {
		msg, err := ReadPacket(br)
		if err != nil {
			return messages, err
		}
		messages = append(messages, string(msg))
	}
}

func TestAppendPacket(t *testing.T) {
	assert.Equal(t, "ab\xc0", string(AppendPacket(nil, []byte("ab"))), "plain bytes stay as they are")
	assert.Equal(t, "\xdb\xdc\xdb\xdd\xc0", string(AppendPacket(nil, []byte("\xc0\xdb"))), "RFC 1055: END and ESC are escaped")
}

func TestReadPacket(t *testing.T) {
	for _, c := range []struct {
		what, stream string
		want         []string
		err          error
	}{
		{"an empty stream ends between packets", "", nil, io.EOF},
		{"packets follow each other", "one\xc0two\xc0", []string{"one", "two"}, io.EOF},
		{"a message may be empty", "\xc0\xc0", []string{"", ""}, io.EOF},
		{"escapes are undone", "a\xdb\xdcb\xdb\xddc\xc0", []string{"a\xc0b\xdbc"}, io.EOF},
		{"an escaped escape escapes nothing", "\xdb\xdd\xdc\xc0", []string{"\xdb\xdc"}, io.EOF},
		{"an escape must stand for something", "\xdbx\xc0", nil, ErrEscape},
		{"also before the delimiter", "x\xdb\xc0", nil, ErrEscape},
		{"a packet without a delimiter is cut off", "one\xc0tw", []string{"one"}, io.ErrUnexpectedEOF},
		{"16 bytes fit", strings.Repeat("x", 15) + "\xc0", []string{strings.Repeat("x", 15)}, io.EOF},
		{"17 bytes do not", strings.Repeat("x", 16) + "\xc0", nil, ErrPacketTooLong},
	} {
		for name, wrap := range deliveries {
			messages, err := readPackets(wrap(strings.NewReader(c.stream)), 16)
			assert.Equal(t, c.want, messages, "%s (%s)", c.what, name)
			assert.ErrorIs(t, err, c.err, "%s (%s)", c.what, name)
		}
	}
}

func TestReadPacketCutAnywhere(t *testing.T) {
	stream := []byte("a\xdb\xdcb\xc0\xc0\xdb\xdd\xc0")
	for n := range len(stream) + 1 {
		messages, err := readPackets(cutAt(stream, n), 16)
		assert.Equal(t, []string{"a\xc0b", "", "\xdb"}, messages, "cut after %d bytes", n)
		assert.Equal(t, io.EOF, err, "cut after %d bytes", n)

		_, err = readPackets(bytes.NewReader(stream[:n]), 16)
		if n == 0 || stream[n-1] == slipEnd {
			assert.Equal(t, io.EOF, err, "ended after %d bytes, which is between packets", n)
		} else {
			assert.Equal(t, io.ErrUnexpectedEOF, err, "ended after %d bytes, which is inside a packet", n)
		}
	}
}

func TestReadPacketGoesOnAfterDamage(t *testing.T) {
	r := bufio.NewReaderSize(strings.NewReader("\xdbx\xc0"+strings.Repeat("y", 20)+"\xc0fine\xc0"), 16)
	_, err := ReadPacket(r)
	assert.ErrorIs(t, err, ErrEscape)
	_, err = ReadPacket(r)
	assert.ErrorIs(t, err, ErrPacketTooLong)
	msg, err := ReadPacket(r)
	assert.NoError(t, err)
	assert.Equal(t, "yyyy", string(msg), "the rest of a long packet is still damage")
	msg, err = ReadPacket(r)
	assert.NoError(t, err)
	assert.Equal(t, "fine", string(msg), "after the next delimiter all is well again")
}

func FuzzPacket(f *testing.F) {
	f.Add([]byte("a\xc0\xdb\xdc"), 2)
	f.Fuzz(func(t *testing.T, msg []byte, cut int) {
		const bound = 1 << 10
		if len(msg) > bound/2-1 {
			return // escaped, it may not fit
		}
		packet := AppendPacket(nil, msg)
		messages, err := readPackets(cutAt(packet, min(max(cut, 0), len(packet))), bound)
		if err != io.EOF || !slices.Equal(messages, []string{string(msg)}) {
			t.Fatalf("%q went out as %q and came back as %q, %v", msg, packet, messages, err)
		}
		received, _ := readPackets(bytes.NewReader(msg), bound) // the message as hostile input
		for _, m := range received {
			if len(m) >= bound {
				t.Fatalf("%d bytes for a bound of %d", len(m), bound)
			}
		}
	})
}

func TestFraming(t *testing.T) {
	shown := show(t, Framing)
	for _, f := range framings {
		assert.Regexp(t, `by `+f.name+`, 1 Read: .*as meant, then EOF`, shown, "all at once")
		assert.Regexp(t, `by `+f.name+`, \d\d Reads: .*as meant, then EOF`, shown, "byte by byte, the same messages")
	}
	assert.Contains(t, shown, `by line, 1 Read: ["two" "lines"`, "a line feed cannot be carried by line")
	assert.Regexp(t, `by length, 1 Read: \[\], then frame too large`, shown, "by length, one lost byte loses the rest")
	assert.Contains(t, shown, `by delimiter, 1 Read: ["ello" "" "over the wire"]`, "by delimiter, it damages one message")
}
