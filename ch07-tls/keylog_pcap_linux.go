package securestream

import (
	"encoding/binary"
	"time"
)

// linkTypeEthernet says that packets begin with an Ethernet header, which
// those over lo do, filled with zeros.
const linkTypeEthernet = 1

// pcap is a capture file as tcpdump writes it (pcap-savefile(5)), in little
// endian: 24 bytes, and 16 in front of each packet. Times are not kept: all
// packets get the one that the file is written at.
func pcap(packets [][]byte, at time.Time) []byte {
	le := binary.LittleEndian
	file := le.AppendUint32(nil, 0xa1b2c3d4) // times in microseconds
	file = le.AppendUint16(file, 2)          // version 2.4
	file = le.AppendUint16(file, 4)
	file = le.AppendUint64(file, 0) // time zone and accuracy: unused
	file = le.AppendUint32(file, keylogPacket)
	file = le.AppendUint32(file, linkTypeEthernet)
	for _, p := range packets {
		file = le.AppendUint32(file, uint32(at.Unix()))
		file = le.AppendUint32(file, uint32(at.Nanosecond()/1000))
		file = le.AppendUint32(file, uint32(len(p))) // in the file
		file = le.AppendUint32(file, uint32(len(p))) // on the wire
		file = append(file, p...)
	}
	return file
}
