package datagram

import (
	"fmt"
	"io"
	"sync"
)

// A fateList collects what a relay tells, by direction.
type fateList struct {
	mu               sync.Mutex
	requests, answer []Fate
}

func (l *fateList) add(f Fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.Reply {
		l.answer = append(l.answer, f)
	} else {
		l.requests = append(l.requests, f)
	}
}

// show prints the mishaps.
func (l *fateList) show(out io.Writer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, way := range []struct {
		name  string
		fates []Fate
	}{{"there", l.requests}, {"back", l.answer}} {
		for _, f := range way.fates {
			if f.String() != "carried" {
				fmt.Fprintf(out, "network: %s, datagram %d of %d: %v\n", way.name, f.N, len(way.fates), f)
			}
		}
	}
}
