// Package wire draws the packets of a program as a ladder between the two ends
// that exchange them.
package wire

import "time"

// An Interface is a network interface on which packets were captured.
type Interface struct {
	Index    int
	Name     string
	Loopback bool
	Bare     bool // its packets begin with IP: it has no header of a link
}

// A Packet is what passed an interface once.
type Packet struct {
	Interface Interface
	Data      []byte // from the header of the link, if there is one
	Length    int    // as it passed: more than len(Data) if it was cut
}

// An Event is a packet, or something that the program printed.
type Event struct {
	Time   time.Time
	Packet *Packet
	Print  string
}
