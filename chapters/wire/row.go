package wire

import "time"

// A Row is a line of a ladder, not yet laid out.
type Row struct {
	Pair  int    // the number of the two ends, from 1; 0 for what belongs to none
	Title *Title // the first row of a pair

	Back   bool   // from the server to the client
	Head   string // "PSH ACK seq 1 ack 1 len 13"
	Mark   string // "retransmission"
	Says   string // "TLS ClientHello"
	Data   []byte // the payload, to be quoted
	Fine   string // what is shown if everything is asked for
	Kernel bool   // the kernel's own housekeeping, not the program's

	Printed bool // a line that the program printed, which is Print
	Print   string
	Gap     time.Duration // since the packet before
}

// A Title names the ends of a pair.
type Title struct{ Client, Server, Proto string }
