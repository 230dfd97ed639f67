// Package tap takes packets out of a network namespace while a program runs in
// it, and what the program prints.
package tap

import (
	"time"

	"sockbook/chapters/wire"
)

// A queue merges packets and lines by their time. Each come in an order that
// stays as it is.
type queue struct {
	packets, prints []wire.Event
}

func (q *queue) packet(e wire.Event) { q.packets = append(q.packets, e) }
func (q *queue) print(e wire.Event)  { q.prints = append(q.prints, e) }

// tell calls see with the events up to a time after which more may come.
func (q *queue) tell(until time.Time, see func(wire.Event)) {
	for {
		from := &q.packets
		if len(q.packets) == 0 || len(q.prints) > 0 && q.prints[0].Time.Before(q.packets[0].Time) {
			from = &q.prints
		}
		if len(*from) == 0 || (*from)[0].Time.After(until) {
			return
		}
		see((*from)[0])
		*from = (*from)[1:]
	}
}
