// Package ping asks hosts whether they are there, over raw sockets.
package ping

import (
	"errors"
	"net/netip"
	"time"
)

// An ICMP message is a header of 8 bytes, and data (RFC 792, RFC 4443). That
// of an echo request comes back in the reply:
//
//	0      1      2             4             6             8
//	┌──────┬──────┬─────────────┬─────────────┬─────────────┬───────
//	│ type │ code │ checksum    │ identifier  │ sequence    │ data …
//	└──────┴──────┴─────────────┴─────────────┴─────────────┴───────
//
// An error message has nothing of use to us where identifier and sequence are.
// Its data is the packet that it is about: the IP header, and of the rest at
// least 8 bytes. All numbers are in network order.
const messageSize = 8

// The types. Code is 0 in echo messages; in errors it says more.
const (
	reply4        = 0
	unreachable4  = 3
	request4      = 8
	timeExceeded4 = 11

	unreachable6  = 1
	timeExceeded6 = 3
	request6      = 128
	reply6        = 129
)

// What the IP header says that its payload is.
const (
	protocolICMP   = 1
	protocolICMPv6 = 58
)

// The size of an IPv4 header without options, and of an IPv6 header, in bytes.
const (
	minHeader4 = 20
	header6    = 40
)

// An Echo is a question, or the answer to one.
type Echo struct {
	Reply   bool
	ID, Seq uint16
	Data    []byte
}

// A Header is what we need of an IPv4 header (RFC 791 section 3.1).
type Header struct {
	TTL, Protocol       int
	Source, Destination netip.Addr
	Options             []byte // with their padding; a copy
}

// A Problem is what an ICMP error says of an echo request of somebody's.
type Problem struct {
	Kind    Kind // Unreachable or TimeExceeded
	Code    int
	To      netip.Addr // where the request was going
	ID, Seq uint16
}

// A Kind says what a packet is to the one who asked.
type Kind int

const (
	Ignored      Kind = iota // none of ours, or broken
	Answer                   // to a question, in time
	Late                     // the answer, but the question had been given up
	Duplicate                // another answer to a question that has one
	Unreachable              // a question cannot be delivered
	TimeExceeded             // a question passed too many routers
)

func (k Kind) String() string {
	return [...]string{"ignored", "answer", "late", "duplicate", "unreachable", "time exceeded"}[k]
}

// An Event is what a packet says about one of our questions.
type Event struct {
	Kind Kind
	Seq  uint16
	From netip.Addr    // who says so
	TTL  int           // of the packet; 0 with IPv6, whose header is not seen
	RTT  time.Duration // of an Answer, Late or Duplicate
}

// What may be wrong with a packet.
var (
	ErrForeign   = errors.New("nothing that we asked for")
	ErrTruncated = errors.New("the packet was truncated")
	ErrChecksum  = errors.New("the checksum is wrong")
	ErrFragment  = errors.New("a fragment of a packet")
)

// A Conn is a raw socket for ICMP. No address is IPv4-mapped
// (::ffff:192.0.2.1).
type Conn interface {
	// Send wraps sendto(2). The kernel puts the IP header in front.
	Send(message []byte, to netip.Addr) error

	// Receive wraps recvfrom(2). Every ICMP packet that reaches the host
	// comes, whoever it is for. With IPv4 it begins with the IP header
	// (raw(7)), with IPv6 with the ICMP message (RFC 3542 section 3). After
	// the deadline the error is os.ErrDeadlineExceeded, and after Close
	// net.ErrClosed.
	Receive(p []byte) (n int, from netip.Addr, err error)

	SetReadDeadline(t time.Time) error
}
