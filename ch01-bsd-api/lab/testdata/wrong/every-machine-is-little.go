// Believes that every processor keeps the least significant byte first.
//
// Replaces: header.go
// Caught by: TestHeader, TestFamily
// Says: not every processor begins with the least significant byte

package byhand

import (
	"encoding/binary"
	"fmt"
)

func (l Layout) PutHeader(raw []byte, family uint16) {
	if l.Length {
		raw[0] = byte(len(raw))
		raw[1] = byte(family)
		return
	}
	binary.LittleEndian.PutUint16(raw, family)
}

func (l Layout) Family(buf []byte, size int) (uint16, error) {
	if size < HeaderSize {
		return 0, fmt.Errorf("an address of %d bytes: %w", size, ErrShort)
	}
	if size > len(buf) {
		return 0, fmt.Errorf("an address of %d bytes in a buffer of %d: %w", size, len(buf), ErrTruncated)
	}
	if !l.Length {
		return binary.LittleEndian.Uint16(buf), nil
	}
	if int(buf[0]) > size {
		return 0, fmt.Errorf("an address of %d bytes, %d of them here: %w", buf[0], size, ErrTruncated)
	}
	return uint16(buf[1]), nil
}
