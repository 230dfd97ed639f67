// Believes that an address has the same bytes on every system.
//
// Replaces: header.go
// Caught by: TestHeader, TestFamily, TestFamilyBounds
// Says: macOS and the BSDs have the length in the first byte

package byhand

import "fmt"

func (l Layout) PutHeader(raw []byte, family uint16) {
	l.Order.PutUint16(raw, family)
}

func (l Layout) Family(buf []byte, size int) (uint16, error) {
	if size < HeaderSize {
		return 0, fmt.Errorf("an address of %d bytes: %w", size, ErrShort)
	}
	if size > len(buf) {
		return 0, fmt.Errorf("an address of %d bytes in a buffer of %d: %w", size, len(buf), ErrTruncated)
	}
	return l.Order.Uint16(buf), nil
}
