package bsdapi

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
)

// ByteOrder shows the two orders in which the bytes of a number can lie in
// memory, what each makes of the other's, and a client that forgets to swap.
func ByteOrder(ctx context.Context, out io.Writer) error {
	const port, ip = 8080, 127<<24 | 1
	fmt.Fprintf(out, "the port  %d = 0x%04X\n", port, port)
	show16 := func(name string, order binary.ByteOrder) {
		b := make([]byte, 2)
		order.PutUint16(b, port)
		fmt.Fprintf(out, "  %-14s % x   read as big-endian: %d\n", name, b, binary.BigEndian.Uint16(b))
	}
	show16("big-endian", binary.BigEndian)
	show16("little-endian", binary.LittleEndian)
	fmt.Fprintf(out, "the address  127.0.0.1 = 0x%08X = %d\n", ip, ip)
	show32 := func(name string, order binary.ByteOrder) {
		b := make([]byte, 4)
		order.PutUint32(b, ip)
		fmt.Fprintf(out, "  %-14s % x   read as an address: %d.%d.%d.%d\n", name, b, b[0], b[1], b[2], b[3])
	}
	show32("big-endian", binary.BigEndian)
	show32("little-endian", binary.LittleEndian)
	fmt.Fprintf(out, "htons(%d) = %d where memory is little-endian\n", port, swapped(port))
	return connectSwapped(ctx, out)
}

// swapped exchanges the two bytes of a port. That is htons(3) on a processor
// that is little-endian, and an error on any.
func swapped(port int) int { return port>>8 | port&0xff<<8 }
