package raw

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
)

// A wireLadder draws the packets between two ends, time running down. Sequence
// numbers are shown from each end's first: the real ones begin anywhere, so
// that a stranger cannot guess them (RFC 9293, section 3.4.1).
type wireLadder struct {
	out   io.Writer
	left  netip.AddrPort
	first map[netip.AddrPort]uint32
}

// rungWidth is the room between the ends.
const rungWidth = 50

func newWireLadder(out io.Writer, left netip.AddrPort, names [2]string) *wireLadder {
	gap := rungWidth + 4 - len(names[0]) - len(names[1])
	fmt.Fprintf(out, "wire: %s%s%s\n", names[0], strings.Repeat(" ", gap), names[1])
	return &wireLadder{out: out, left: left, first: make(map[netip.AddrPort]uint32)}
}

// draw adds a rung.
func (l *wireLadder) draw(p wirePacket) {
	label := " " + l.describe(p) + " "
	line := strings.Repeat("-", max(0, rungWidth-1-len(label)))
	if p.Src == l.left {
		fmt.Fprintf(l.out, "wire:  |%s%s>|\n", label, line)
	} else {
		fmt.Fprintf(l.out, "wire:  |<%s%s|\n", line, label)
	}
}

// describe names a TCP segment as its two ends understand it. A SYN and a FIN
// take a sequence number each, as a byte of data does.
func (l *wireLadder) describe(p wirePacket) string {
	if _, known := l.first[p.Src]; !known && p.Flags&SYN != 0 {
		l.first[p.Src] = p.Seq
	}
	text := fmt.Sprintf("%s seq %d", p.Flags, p.Seq-l.first[p.Src])
	if p.Flags&ACK != 0 {
		text += fmt.Sprintf(" ack %d", p.Ack-l.first[p.Dst])
	}
	if len(p.Payload) > 0 {
		text += fmt.Sprintf(" %q", p.Payload)
	}
	return text
}

// drawData leaves out what acknowledges and nothing else: when the other end
// sends that depends on its timers and its load.
func (l *wireLadder) drawData(p wirePacket) {
	if p.Flags != ACK || len(p.Payload) > 0 {
		l.draw(p)
	}
}
