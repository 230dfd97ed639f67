// Believes that a number of four bytes is an int32.
//
// Replaces: frame.go
// Caught by: TestNextBound, TestWriteBound
// Says: a bound may be as high as a prefix can say

package frames

import (
	"encoding/binary"
	"fmt"
	"io"
)

func Write(w Sender, payload []byte, max int) error {
	if int32(len(payload)) > int32(max) {
		return fmt.Errorf("%w: %d bytes to write, %d allowed", ErrTooLarge, len(payload), max)
	}
	frame := make([]byte, 0, prefixSize+len(payload))
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(payload)))
	frame = append(frame, payload...)
	for rest := frame; len(rest) > 0; {
		n, err := w.Write(rest)
		if err == nil && n == 0 {
			err = ErrNoProgress
		}
		rest = rest[n:]
		if err != nil {
			return fmt.Errorf("frame: %d of %d bytes written: %w", len(frame)-len(rest), len(frame), err)
		}
	}
	return nil
}

type Reader struct {
	r      io.Reader
	max    int
	frames int   // read whole so far
	offset int64 // bytes of the stream read so far
}

func NewReader(r io.Reader, max int) *Reader {
	return &Reader{r: r, max: max}
}

func (r *Reader) Next() ([]byte, error) {
	cut := func(part string, got, want int, err error) error {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF // ReadFull does not know that a prefix came first
		}
		return &CutError{Frame: r.frames + 1, Part: part, Got: got, Want: want, Offset: r.offset, Err: err}
	}
	var prefix [prefixSize]byte
	n, err := io.ReadFull(r.r, prefix[:])
	r.offset += int64(n)
	if err == io.EOF {
		return nil, io.EOF // nothing read: the one place where an end is in order
	}
	if err != nil {
		return nil, cut(Prefix, n, prefixSize, err)
	}
	size := binary.BigEndian.Uint32(prefix[:])
	if int32(size) < 0 || int32(size) > int32(r.max) {
		return nil, fmt.Errorf("%w: %d bytes announced, %d allowed", ErrTooLarge, size, r.max)
	}
	payload := make([]byte, size)
	n, err = io.ReadFull(r.r, payload)
	r.offset += int64(n)
	if err != nil {
		return nil, cut(Payload, n, len(payload), err)
	}
	r.frames++
	return payload, nil
}
