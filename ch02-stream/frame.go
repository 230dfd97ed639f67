package stream

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// ErrFrameTooLarge says that a frame exceeds the bound of who reads or writes
// it.
var ErrFrameTooLarge = errors.New("frame too large")

// prefixSize is the length, in bytes, of the length that precedes a payload:
// an unsigned number, most significant byte first, as in Internet protocols.
const prefixSize = 4

// AppendFrame appends the frame that carries payload to b. It panics if the
// payload is longer than a prefix can say, 4 GiB - 1.
func AppendFrame(b, payload []byte) []byte {
	if uint64(len(payload)) > math.MaxUint32 {
		panic("stream: payload exceeds what a frame's prefix can say")
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(payload)))
	return append(b, payload...)
}

// WriteFrame writes payload as one frame, with one Write: prefix and payload
// written apart would be two system calls and, with TCP_NODELAY, two segments.
// A payload of more than max bytes is ErrFrameTooLarge, and nothing is
// written.
func WriteFrame(w io.Writer, payload []byte, max int) error {
	if len(payload) > max {
		return fmt.Errorf("%w: %d bytes to write, %d allowed", ErrFrameTooLarge, len(payload), max)
	}
	_, err := w.Write(AppendFrame(make([]byte, 0, prefixSize+len(payload)), payload))
	return err
}

// ReadFrame reads one frame from r, not a byte more, and returns its payload,
// in buf if that is large enough: pass the last result to reuse its memory.
// The prefix is the peer's word, so it is held against max, in bytes, before
// anything is allocated for it.
//
// Errors: io.EOF if the stream ended before the frame began,
// io.ErrUnexpectedEOF if inside it, ErrFrameTooLarge, or r's own. An error
// inside the payload comes with what had arrived of it.
func ReadFrame(r io.Reader, buf []byte, max int) ([]byte, error) {
	buf = slices.Grow(buf[:0], prefixSize)[:prefixSize]
	n, err := io.ReadFull(r, buf)
	if err == io.EOF {
		return nil, io.EOF // nothing read: the one place where an end is in order
	}
	if err != nil {
		return nil, fmt.Errorf("frame: %d of %d prefix bytes: %w", n, prefixSize, err)
	}
	size := binary.BigEndian.Uint32(buf)
	if int64(size) > int64(max) {
		return nil, fmt.Errorf("%w: %d bytes announced, %d allowed", ErrFrameTooLarge, size, max)
	}
	buf = slices.Grow(buf[:0], int(size))[:size]
	n, err = io.ReadFull(r, buf)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // ReadFull does not know that a prefix came first
	}
	if err != nil {
		return buf[:n], fmt.Errorf("frame: %d of %d bytes: %w", n, size, err)
	}
	return buf, nil
}
