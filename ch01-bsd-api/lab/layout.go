package byhand

import "encoding/binary"

// A Layout says in which bytes the kernel of one system has its addresses.
type Layout struct {
	Name   string
	Order  binary.ByteOrder // in which the processor has a number's bytes
	Length bool             // the first byte is the length, the second the family

	Inet4, Inet6, Unix uint16 // the numbers of the families

	Path     int  // the size of sun_path, in bytes: the room for a name
	Abstract bool // there are abstract names
}

// Layouts of systems, whichever this one is. AF_INET is 2 everywhere and
// AF_UNIX is 1, from 4.2BSD on; IPv6 came when each went its own way.
var (
	Linux    = Layout{"Linux on amd64 or arm64", binary.LittleEndian, false, 2, 10, 1, 108, true}
	LinuxBig = Layout{"Linux on s390x", binary.BigEndian, false, 2, 10, 1, 108, true}
	MacOS    = Layout{"macOS", binary.LittleEndian, true, 2, 30, 1, 104, false}
	FreeBSD  = Layout{"FreeBSD", binary.LittleEndian, true, 2, 28, 1, 104, false}
	Windows  = Layout{"Windows", binary.LittleEndian, false, 2, 23, 1, 108, false}
)
