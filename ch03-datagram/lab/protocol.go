// Package reliable is a question and its answer, over a network that loses.
package reliable

import (
	"errors"
	"time"
)

// A datagram is a header of 8 bytes, and a payload:
//
//	0       1     2     3     4     5     6     7     8
//	┌───────┬─────┬───────────┬───────────────────────┬──────────
//	│ magic │ kind│ length    │ number                │ payload …
//	└───────┴─────┴───────────┴───────────────────────┴──────────
//
// The length is the payload's, in bytes. Length and number are in network
// order, the most significant byte first.
const (
	Magic      = 0xD6
	headerSize = 8

	// MaxPayload keeps a datagram whole on any path: IPv6 carries 1,280 bytes
	// everywhere (RFC 8200 section 5).
	MaxPayload = 1200
)

// A Kind says what a datagram is.
type Kind byte

const (
	Question Kind = 1
	Answer   Kind = 2
)

// A Message is what a datagram says.
type Message struct {
	Kind    Kind
	Number  uint32 // of the question; its answer has the same
	Payload []byte
}

// What may be wrong with a datagram.
var (
	ErrForeign = errors.New("no datagram of ours")
	ErrCut     = errors.New("the datagram was cut")
	ErrTooLong = errors.New("too long for one datagram")
)

// ErrNoAnswer is what a client says that has asked often enough.
var ErrNoAnswer = errors.New("no answer")

// How long a client waits (RFC 6298, with Linux's minimum).
const (
	FirstTimeout = time.Second            // before anything has been measured
	MinTimeout   = 200 * time.Millisecond // a floor: an answer may be a little late
	MaxTimeout   = 60 * time.Second
	Granularity  = time.Millisecond // the G of RFC 6298: how exact a clock is
)

// Attempts is how often a client sends a question, the first time included.
const Attempts = 8

// MaxClients is how many clients a server remembers. Their addresses may be
// forged, so there is no end of them.
const MaxClients = 1000
