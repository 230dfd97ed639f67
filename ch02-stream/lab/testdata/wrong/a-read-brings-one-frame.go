// Takes what one Read brings for one frame, no less and no more.
//
// Replaces: frame.go
// Caught by: TestEveryChunkSize, TestFrameCutAnywhere, TestRandomCuts
// Says: one Read may bring more than one frame

package frames

import (
	"encoding/binary"
	"fmt"
	"io"
)

func Write(w Sender, payload []byte, max int) error {
	if len(payload) > max {
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
	buf := make([]byte, prefixSize+r.max)
	n, err := r.r.Read(buf)
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		return nil, &CutError{Frame: r.frames + 1, Part: Prefix, Want: prefixSize, Offset: r.offset, Err: err}
	}
	size := binary.BigEndian.Uint32(buf)
	if uint64(size) > uint64(r.max) {
		return nil, fmt.Errorf("%w: %d bytes announced, %d allowed", ErrTooLarge, size, r.max)
	}
	r.offset += int64(n)
	r.frames++
	return buf[prefixSize : prefixSize+size], nil
}
