package raw

import (
	"net"
	"time"

	"golang.org/x/net/bpf"
)

// A CaptureConfig says what a [Capture] is to see.
type CaptureConfig struct {
	Interface string // the name of one, "lo"; empty for all of this network's

	// Cooked leaves the link's header off (SOCK_DGRAM): a packet begins with its
	// IP header, whatever the link is made of. Otherwise it begins with the
	// frame's first byte (SOCK_RAW).
	Cooked bool

	// Filter is run by the kernel on every packet, which it drops if the program
	// returns 0 and otherwise cuts to as many bytes as it returns. Its offsets
	// count from where the packet begins, by Cooked. Nil lets everything pass.
	Filter []bpf.Instruction

	// Buffer is SO_RCVBUF, in bytes, of which the kernel takes twice as many for
	// its bookkeeping (socket(7)); 0 is the system's own, net.core.rmem_default.
	Buffer int
}

// A Captured packet is one that crossed an interface.
type Captured struct {
	Time      time.Time        // when the kernel first saw it, to the nanosecond
	Data      []byte           // what was kept of it
	Length    int              // bytes it had; more than len(Data) if it was cut
	Protocol  uint16           // the EtherType, 0x0800 for IPv4
	Interface int              // the interface's index
	From      net.HardwareAddr // the sender's, six zeros on lo
	Outgoing  bool             // this host sent it

	// Unsummed packets carry no transport checksum yet: the kernel leaves that
	// to the network card, and over lo and veth does without.
	Unsummed bool
}

// CaptureStats counts since the last time that it was asked for.
type CaptureStats struct {
	Packets uint32 // that passed the filter, the dropped ones among them
	Drops   uint32 // that passed, and found the socket's buffer full
}
