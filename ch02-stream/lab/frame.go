package frames

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Write writes payload to w as one frame: with one Write if w takes all of it,
// else with as many as it takes. An empty payload is a frame too. Write changes
// neither payload nor the memory that lies behind it, up to its capacity.
//
// Errors: ErrTooLarge if payload is longer than max bytes, and then nothing is
// written; ErrNoProgress as soon as w takes nothing without saying why; or
// w's own, after which w is left alone, since nobody knows what went out.
func Write(w Sender, payload []byte, max int) error {
	// BEGIN SOLUTION: put the length in front and write the frame
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
	// END SOLUTION
}

// A Reader takes the frames off a stream.
type Reader struct {
	r      io.Reader
	max    int
	frames int   // read whole so far
	offset int64 // bytes of the stream read so far
}

// NewReader returns a Reader of the frames on r, with a bound of max bytes for
// a payload. It reads nothing yet.
func NewReader(r io.Reader, max int) *Reader {
	return &Reader{r: r, max: max}
}

// Next reads the next frame and returns its payload, which is the caller's to
// keep and to change. It reads to the end of that frame and not a byte
// further, so that something else may go on with the stream from there.
//
// Errors: io.EOF itself if the stream ends before the first byte of a frame;
// ErrTooLarge if the prefix announces more than max bytes, before memory is
// found for them; and however else the stream stops, a *CutError that says
// where. After an error the place in the stream is lost.
func (r *Reader) Next() ([]byte, error) {
	// BEGIN SOLUTION: read a prefix, hold it against the bound, read its payload
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
	if uint64(size) > uint64(r.max) {
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
	// END SOLUTION
}
