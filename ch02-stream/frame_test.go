package stream

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readFrames reads to the end of r and returns every payload and the error
// that ended it.
func readFrames(r io.Reader, max int) ([]string, error) {
	var payloads []string
	var frame []byte
	for {
		var err error
		if frame, err = ReadFrame(r, frame, max); err != nil {
			return payloads, err
		}
		payloads = append(payloads, string(frame))
	}
}

func TestReadFrame(t *testing.T) {
	for _, c := range []struct {
		what, stream string
		want         []string
		err          error
	}{
		{"an empty stream ends between frames", "", nil, io.EOF},
		{"frames follow each other", "\x00\x00\x00\x02hi\x00\x00\x00\x01!", []string{"hi", "!"}, io.EOF},
		{"a payload may be empty", "\x00\x00\x00\x00", []string{""}, io.EOF},
		{"a payload may hold any byte", "\x00\x00\x00\x03\x00\n\xc0", []string{"\x00\n\xc0"}, io.EOF},
		{"8 bytes are within the bound", "\x00\x00\x00\x0812345678", []string{"12345678"}, io.EOF},
		{"9 bytes are not", "\x00\x00\x00\x09123456789", nil, ErrFrameTooLarge},
		{"nor is the most that can be said", "\xff\xff\xff\xff", nil, ErrFrameTooLarge},
		{"an end inside the prefix is early", "\x00\x00", nil, io.ErrUnexpectedEOF},
		{"an end after the prefix is early", "\x00\x00\x00\x02", nil, io.ErrUnexpectedEOF},
		{"an end inside the payload is early", "\x00\x00\x00\x02h", nil, io.ErrUnexpectedEOF},
	} {
		for name, wrap := range deliveries {
			payloads, err := readFrames(wrap(bytes.NewReader([]byte(c.stream))), 8)
			assert.Equal(t, c.want, payloads, "%s (%s)", c.what, name)
			assert.ErrorIs(t, err, c.err, "%s (%s)", c.what, name)
		}
	}
}

func TestReadFrameCutAnywhere(t *testing.T) {
	stream := AppendFrame(AppendFrame(AppendFrame(nil, []byte("one")), nil), []byte("three"))
	between := []int{0, 7, 11, len(stream)}
	for n := range len(stream) + 1 {
		payloads, err := readFrames(cutAt(stream, n), 8)
		assert.Equal(t, []string{"one", "", "three"}, payloads, "cut after %d bytes", n)
		assert.Equal(t, io.EOF, err, "cut after %d bytes", n)

		_, err = readFrames(bytes.NewReader(stream[:n]), 8)
		if slices.Contains(between, n) {
			assert.Equal(t, io.EOF, err, "ended after %d bytes, which is between frames", n)
		} else {
			assert.ErrorIs(t, err, io.ErrUnexpectedEOF, "ended after %d bytes, which is inside a frame", n)
		}
	}
}

func TestReadFramePassesErrorsOn(t *testing.T) {
	cause := errors.New("cable cut")
	frame := AppendFrame(nil, []byte("payload"))
	for n := range frame {
		_, err := ReadFrame(io.MultiReader(bytes.NewReader(frame[:n]), iotest.ErrReader(cause)), nil, 8)
		assert.ErrorIs(t, err, cause, "the connection failed after %d bytes", n)
		assert.NotErrorIs(t, err, io.ErrUnexpectedEOF, "a failure is not an end")
	}
}

func TestReadFrameReturnsWhatArrived(t *testing.T) {
	part, err := ReadFrame(bytes.NewReader([]byte("\x00\x00\x00\x07pay")), nil, 8)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, "pay", string(part), "an error inside the payload comes with what there was")
}

func TestReadFrameReusesItsBuffer(t *testing.T) {
	stream := AppendFrame(nil, bytes.Repeat([]byte("x"), 1000))
	r := bytes.NewReader(stream)
	var frame []byte
	allocs := testing.AllocsPerRun(100, func() {
		r.Reset(stream)
		frame, _ = ReadFrame(r, frame, 1000)
	})
	require.Len(t, frame, 1000)
	assert.Zero(t, allocs, "a reader that passes the last payload back needs no new memory")
}

func TestWriteFrame(t *testing.T) {
	var writes writeLog
	require.NoError(t, WriteFrame(&writes, []byte("hello"), 5))
	assert.Equal(t, []string{"\x00\x00\x00\x05hello"}, writes.calls, "prefix and payload leave in one Write")

	writes.calls = nil
	assert.ErrorIs(t, WriteFrame(&writes, []byte("hello!"), 5), ErrFrameTooLarge)
	assert.Empty(t, writes.calls, "what exceeds the bound is not begun")
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02hi\x00\x00"), 3)
	f.Add([]byte("\xff\xff\xff\xff"), 0)
	f.Fuzz(func(t *testing.T, stream []byte, cut int) {
		const bound = 1 << 10
		r := bytes.NewReader(stream)
		payload, err := ReadFrame(r, nil, bound)
		if cap(payload) > 2*bound {
			t.Fatalf("%d bytes held for a bound of %d", cap(payload), bound)
		}
		if read := len(stream) - r.Len(); err == nil {
			if again := AppendFrame(nil, payload); !bytes.Equal(again, stream[:read]) {
				t.Fatalf("%x was read and %x would be written", stream[:read], again)
			}
		}
		whole, wholeErr := readFrames(bytes.NewReader(stream), bound)
		parts, partsErr := readFrames(cutAt(stream, min(max(cut, 0), len(stream))), bound)
		if !slices.Equal(whole, parts) || wholeErr.Error() != partsErr.Error() {
			t.Fatalf("the cut at %d changed what was read: %q, %v; %q, %v", cut, whole, wholeErr, parts, partsErr)
		}
	})
}

func TestCutFrame(t *testing.T) {
	shown := show(t, CutFrame)
	assert.Contains(t, shown, "frame \"whole\"\nserver: EOF", "an end between frames is io.EOF")
	assert.Contains(t, shown, "2 of 4 prefix bytes: unexpected EOF", "an end inside the prefix says how far it got")
	assert.Contains(t, shown, "4 of 10 bytes: unexpected EOF", "an end inside the payload says how far it got")
	assert.Contains(t, shown, "connection reset by peer", "a reset is told apart from an end")
	assert.Contains(t, shown, "i/o timeout", "silence is found out by the deadline alone")
}

func TestLengthBomb(t *testing.T) {
	shown := showAlone(t, LengthBomb) // it measures what the process allocates
	assert.Regexp(t, `trusting: about 67\d{6} bytes`, shown, "the trusting reader allocates what four bytes announce")
	assert.Regexp(t, `frugal: about \d{1,5} bytes`, shown, "the frugal reader allocates for what has arrived")
	assert.Regexp(t, `bounded: about \d{1,5} bytes`, shown, "the bounded reader allocates nothing for it")
	assert.Contains(t, shown, "frame too large: 4294967295 bytes announced, 1048576 allowed")
}
