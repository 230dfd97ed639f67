// Believes that append makes a copy.
//
// Replaces: checksum.go
// Caught by: TestChecksumOdd, TestDecodeKeepsNothing
// Says: what lies behind it is somebody else

package ping

import (
	"encoding/binary"
	"net/netip"
)

func Checksum(b []byte) uint16 {
	var sum uint32
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
		sum = sum&0xFFFF + sum>>16
	}
	sum = sum&0xFFFF + sum>>16
	return ^uint16(sum)
}

func PseudoHeader(from, to netip.Addr, length int) []byte {
	source, destination := from.As16(), to.As16()
	b := append(source[:], destination[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(length))
	return append(b, 0, 0, 0, protocolICMPv6)
}
