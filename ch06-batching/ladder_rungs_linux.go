package batching

import "fmt"

// What every rung of the ladder carries: a burst of packets, few enough for a
// receive buffer of the usual limit, and each small enough that 64 of them are
// no more than one datagram's 65,507 bytes.
const (
	ladderSize  = 1000
	ladderBurst = 128
	ladderRing  = 64
)

// A rung is one technique. Its burst is measured; what comes before it and
// after it is not, so that the other end's work is not in its figures.
type rung struct {
	name        string
	receives    bool // the burst takes packets from the sink
	byNet       bool // it is sent by package net, or x/net
	unconnected bool
	segments    int  // packets in one write, cut apart by the kernel; 0: no GSO
	joins       bool // the sink is told packets joined, as they were: GRO
	zerocopy    bool
	ring        bool
	burst       func(s *ladderStage) error
}

// The rungs that the others are compared with: a system call each.
const (
	plainSend    = "net: Write"
	plainReceive = "recv"
)

// rungs are all techniques, the plain loops first.
func rungs() []rung {
	all := []rung{
		{name: plainSend, byNet: true, burst: burstNet(ladderSize)},
		{name: "net: WriteTo", byNet: true, unconnected: true, burst: burstWriteTo},
		{name: "x/net: 64", byNet: true, burst: burstBatch(64)},
		{name: "net: GSO 64", byNet: true, segments: 64, joins: true, burst: burstNet(64 * ladderSize)},
		{name: "send", burst: burstSend(ladderSize)},
	}
	for _, n := range []int{8, 32, 64, 128} {
		all = append(all, rung{name: fmt.Sprint("sendmmsg ", n), burst: burstMessages(n)})
	}
	for _, n := range []int{2, 4, 8, 16, 32, 64} {
		all = append(all, rung{name: fmt.Sprint("GSO ", n), segments: n, joins: true, burst: burstSend(n * ladderSize)})
	}
	return append(all,
		rung{name: "GSO 64, sendmmsg 2", segments: 64, joins: true, burst: burstMessages(2)},
		rung{name: "GSO 64, no GRO", segments: 64, burst: burstSend(64 * ladderSize)},
		rung{name: "zerocopy", zerocopy: true, burst: burstZerocopy},
		rung{name: fmt.Sprint("io_uring ", ladderRing), ring: true, burst: burstRing},
		rung{name: plainReceive, receives: true, burst: burstReceive},
		rung{name: "recvmmsg 8", receives: true, burst: burstReceiveBatch(8)},
		rung{name: "recvmmsg 64", receives: true, burst: burstReceiveBatch(64)},
		rung{name: "GRO", receives: true, segments: 64, joins: true, burst: burstReceive},
	)
}
