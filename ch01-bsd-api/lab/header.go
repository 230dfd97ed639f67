package byhand

import "fmt"

// PutHeader writes the first HeaderSize bytes of raw, a whole address of the
// given family: with the length, where the layout has one, else with the
// family alone.
func (l Layout) PutHeader(raw []byte, family uint16) {
	// BEGIN SOLUTION: write the length and the family, or the family
	if l.Length {
		raw[0] = byte(len(raw))
		raw[1] = byte(family)
		return
	}
	l.Order.PutUint16(raw, family)
	// END SOLUTION
}

// Family says of which family an address is that came from the kernel.
//
// The kernel fills a buffer, buf, and reports the address's length, size; only
// buf[:size] is the address, and what lies behind it is of no meaning. Linux
// and macOS report the whole length even where the buffer was smaller and
// took only the beginning (getsockname(2)). FreeBSD then reports what it
// wrote; there the length in the address is the larger one.
//
// Errors: ErrShort if size is less than HeaderSize; ErrTruncated if the
// address, by size or by its own length, is longer than what came of it.
func (l Layout) Family(buf []byte, size int) (uint16, error) {
	// BEGIN SOLUTION: hold size against both ends, then read the family
	if size < HeaderSize {
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
	// END SOLUTION
}
