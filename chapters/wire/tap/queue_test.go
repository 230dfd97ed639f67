package tap

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"sockbook/chapters/wire"
)

// Lines come between the packets before and after them, and what may still be
// overtaken is held back.
func TestQueue(t *testing.T) {
	start := time.Unix(1000, 0)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	packet := func(ms, length int) wire.Event {
		return wire.Event{Time: at(ms), Packet: &wire.Packet{Length: length}}
	}
	var q queue
	var told []any
	tell := func(until time.Time) []any {
		told = nil
		q.tell(until, func(e wire.Event) {
			if e.Packet != nil {
				told = append(told, e.Packet.Length)
			} else {
				told = append(told, e.Print)
			}
		})
		return told
	}
	q.packet(packet(1, 100))
	q.packet(packet(5, 101))
	q.print(wire.Event{Time: at(3), Print: "a"})
	assert.Equal(t, []any{100}, tell(at(2)))
	q.packet(packet(4, 102)) // two processors' clocks: the order of their packets stands
	q.print(wire.Event{Time: at(9), Print: "b"})
	assert.Equal(t, []any{"a", 101, 102}, tell(at(8)))
	assert.Equal(t, []any{"b"}, tell(at(9)))
	assert.Empty(t, tell(at(1000)))
}
