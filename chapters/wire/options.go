package wire

import (
	"encoding/binary"
	"fmt"

	"github.com/google/gopacket/layers"
)

// options lists a segment's options (RFC 9293, section 3.2; RFC 7323, 2018,
// 7413), each with a blank in front.
func options(t *layers.TCP) (all string) {
	for _, o := range t.Options {
		b := o.OptionData
		switch kind := o.OptionType; {
		case kind == layers.TCPOptionKindEndList || kind == layers.TCPOptionKindNop:
		case kind == layers.TCPOptionKindMSS && len(b) == 2:
			all += fmt.Sprintf(" mss %d", binary.BigEndian.Uint16(b))
		case kind == layers.TCPOptionKindWindowScale && len(b) == 1:
			all += fmt.Sprintf(" wscale %d", b[0])
		case kind == layers.TCPOptionKindSACKPermitted:
			all += " sackOK"
		case kind == layers.TCPOptionKindSACK:
			all += fmt.Sprintf(" sack of %d", len(b)/8)
		case kind == layers.TCPOptionKindTimestamps && len(b) == 8:
			all += fmt.Sprintf(" ts %d %d", binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:]))
		case kind == 34:
			all += fmt.Sprintf(" cookie %x", b)
		case kind == 30:
			all += " mptcp"
		default:
			all += fmt.Sprintf(" option %d", kind)
		}
	}
	return all
}
