package byhand_test

import (
	"encoding/hex"
	"fmt"
	"strings"

	byhand "sockbook/ch01-bsd-api/lab"
)

// layouts are all that the tests know, whichever system they run on.
var layouts = []byhand.Layout{byhand.Linux, byhand.LinuxBig, byhand.MacOS, byhand.FreeBSD, byhand.Windows}

// raw makes bytes of "02 00 1f 90".
func raw(digits string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// header is that of an address of size bytes, made without the code under
// test.
func header(l byhand.Layout, size int, family uint16) []byte {
	if l.Length {
		return []byte{byte(size), byte(family)}
	}
	b := make([]byte, 2)
	l.Order.PutUint16(b, family)
	return b
}

// hostOrder puts a number behind b as the processor of l has it.
func hostOrder(l byhand.Layout, b []byte, n uint32) []byte {
	end := make([]byte, 4)
	l.Order.PutUint32(end, n)
	return append(b, end...)
}

// address puts a header in front of the rest.
func address(l byhand.Layout, family uint16, rest []byte) []byte {
	return append(header(l, 2+len(rest), family), rest...)
}

// stale is what a buffer holds that was used before.
const stale = 0xee

// filled is a buffer of room bytes after the kernel has written addr to it, or
// as much of addr as there is room for.
func filled(addr []byte, room int) []byte {
	buf := make([]byte, room)
	for i := range buf {
		buf[i] = stale
	}
	copy(buf, addr)
	return buf
}

// dump shows bytes as numbers, the first of them if there are many.
func dump(b []byte) string {
	switch {
	case len(b) == 0:
		return "no bytes"
	case len(b) > 28:
		return fmt.Sprintf("% x … (%d bytes)", b[:24], len(b))
	}
	return fmt.Sprintf("% x", b)
}

// short quotes a name, or says how long it is.
func short(name string) string {
	if len(name) <= 24 {
		return fmt.Sprintf("%q", name)
	}
	return fmt.Sprintf("%q… (%d bytes)", name[:8], len(name))
}
