package raw

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLadder(t *testing.T) {
	left, right := netip.MustParseAddrPort("192.0.2.1:1"), netip.MustParseAddrPort("192.0.2.2:2")
	var out strings.Builder
	l := newWireLadder(&out, left, [2]string{"left", "right"})
	for _, p := range []wirePacket{
		{Src: left, Dst: right, Flags: SYN, Seq: 0xffffffff},
		{Src: right, Dst: left, Flags: SYN | ACK, Seq: 7, Ack: 0},
		{Src: left, Dst: right, Flags: PSH | ACK, Seq: 0, Ack: 8, Payload: []byte("a\n")},
		{Src: right, Dst: left, Flags: RST, Seq: 8},
	} {
		l.draw(p)
	}
	l.drawData(wirePacket{Src: left, Dst: right, Flags: ACK})
	assert.Equal(t, `wire: left                                             right
wire:  | SYN seq 0 -------------------------------------->|
wire:  |<---------------------------- SYN+ACK seq 0 ack 1 |
wire:  | PSH+ACK seq 1 ack 1 "a\n" ---------------------->|
wire:  |<-------------------------------------- RST seq 1 |
`, out.String(), "numbers wrap at 2 to the power of 32; a bare ACK is no data")
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len(line), 72)
	}
}
