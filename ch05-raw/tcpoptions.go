package raw

import "encoding/binary"

// TCPOptions are those that a modern SYN has (RFC 9293 section 3.1, RFC 7323,
// RFC 2018). The zero value has none of them.
type TCPOptions struct {
	MSS           uint16 // the largest segment that the sender takes, in bytes
	WindowScale   int    // the window is to be shifted left by it; -1: not offered
	SACKPermitted bool   // may be told of what has arrived out of order
	Timestamp     bool
	TSVal, TSEcr  uint32
	Unknown       []uint8 // kinds
}

// Kinds of options.
const (
	optEnd, optNothing          = 0, 1 // of one byte; all others have a length
	optMSS, optScale, optSACKOK = 2, 3, 4
	optTimestamp                = 8
)

// ParseTCPOptions reads them. The error is [Truncated] or [Malformed].
func ParseTCPOptions(b []byte) (o TCPOptions, err error) {
	o.WindowScale = -1
	for len(b) > 0 && b[0] != optEnd {
		if b[0] == optNothing { // padding, so that what follows lies well
			b = b[1:]
			continue
		}
		if err := atLeast("TCP option", b, 2); err != nil {
			return o, err
		}
		size := int(b[1])
		if size < 2 {
			return o, Malformed{"TCP option", "shorter than any"}
		}
		if err := atLeast("TCP option", b, size); err != nil {
			return o, err
		}
		if !o.set(b[0], b[2:size]) {
			return o, Malformed{"TCP option", "of a wrong length"}
		}
		b = b[size:]
	}
	return o, nil
}

// set notes one option, and reports whether it has its length.
func (o *TCPOptions) set(kind uint8, data []byte) bool {
	want := map[uint8]int{optMSS: 2, optScale: 1, optSACKOK: 0, optTimestamp: 8}
	if size, known := want[kind]; known && len(data) != size {
		return false
	}
	switch kind {
	case optMSS:
		o.MSS = binary.BigEndian.Uint16(data)
	case optScale:
		o.WindowScale = int(data[0])
	case optSACKOK:
		o.SACKPermitted = true
	case optTimestamp:
		o.Timestamp = true
		o.TSVal, o.TSEcr = binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	default:
		o.Unknown = append(o.Unknown, kind)
	}
	return true
}
