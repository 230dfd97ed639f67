package securestream

import (
	"encoding/binary"
	"slices"
)

// A direction is one of a connection's two.
type direction int

const (
	up   direction = iota // from the client to the server
	down                  // from the server to the client
)

func (d direction) String() string {
	return [...]string{"client → server", "server → client"}[d]
}

// A contentType says what a record holds (RFC 8446 section 5.1). A TLS 1.3
// record that is encrypted says applicationData, whatever it holds.
type contentType byte

const (
	notTLS           contentType = 0 // no record at all
	changeCipherSpec contentType = 20
	alert            contentType = 21
	handshake        contentType = 22
	applicationData  contentType = 23
)

// A record is the piece that TLS cuts a stream into: type, version and length,
// five bytes in all, and a body.
type record struct {
	direction
	kind   contentType
	header []byte
	body   []byte
}

const (
	headerSize = 5
	// maxBody is 2^14 bytes and what encryption may add: 256 bytes since TLS
	// 1.3, 2048 before (RFC 5246 section 6.2.3).
	maxBody = 1<<14 + 2048
)

// A recordCutter finds the records in one direction of a stream, whose reads
// end anywhere.
type recordCutter struct {
	direction
	begun []byte // of a record that has not come whole
	plain bool   // this is no TLS
}

// cut takes the next bytes of the stream and returns what they complete. From
// the first byte that begins no record, all is one of the type notTLS a call.
func (c *recordCutter) cut(p []byte) (whole []record) {
	c.begun = append(c.begun, p...)
	for !c.plain && len(c.begun) >= headerSize {
		h := c.begun[:headerSize]
		kind, size := contentType(h[0]), int(binary.BigEndian.Uint16(h[3:]))
		if kind < changeCipherSpec || kind > applicationData || h[1] != 3 || size > maxBody {
			c.plain = true
			break
		}
		if len(c.begun) < headerSize+size {
			return whole
		}
		r := slices.Clone(c.begun[:headerSize+size])
		whole = append(whole, record{c.direction, kind, r[:headerSize:headerSize], r[headerSize:]})
		c.begun = c.begun[headerSize+size:]
	}
	if c.plain && len(c.begun) > 0 {
		whole = append(whole, record{direction: c.direction, kind: notTLS, body: c.begun})
		c.begun = nil
	}
	return whole
}
