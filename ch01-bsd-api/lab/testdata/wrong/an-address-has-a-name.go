// Believes that an address is more than its family.
//
// Replaces: header.go
// Caught by: TestFamily, TestUnnamed
// Says: two bytes are an address

package byhand

import "fmt"

func (l Layout) PutHeader(raw []byte, family uint16) {
	if l.Length {
		raw[0] = byte(len(raw))
		raw[1] = byte(family)
		return
	}
	l.Order.PutUint16(raw, family)
}

func (l Layout) Family(buf []byte, size int) (uint16, error) {
	if size <= HeaderSize {
		return 0, fmt.Errorf("an address of %d bytes: %w", size, ErrShort)
	}
	if size > len(buf) {
		return 0, fmt.Errorf("an address of %d bytes in a buffer of %d: %w", size, len(buf), ErrTruncated)
	}
	if !l.Length {
		return l.Order.Uint16(buf), nil
	}
	if int(buf[0]) > size {
		return 0, fmt.Errorf("an address of %d bytes, %d of them here: %w", buf[0], size, ErrTruncated)
	}
	return uint16(buf[1]), nil
}
