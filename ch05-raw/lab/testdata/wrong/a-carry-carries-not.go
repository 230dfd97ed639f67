// Believes that it is enough to bring the carries back once.
//
// Replaces: checksum.go
// Caught by: TestChecksumCarries
// Says: that may carry again

package ping

import (
	"encoding/binary"
	"net/netip"
)

func Checksum(b []byte) uint16 {
	var sum uint32
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
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
