package sockerrors

import (
	"maps"
	"sync"
)

// A tally counts errors by their kind. Its zero value is empty.
type tally struct {
	mu     sync.Mutex
	byKind map[Kind]int
}

func (t *tally) add(k Kind) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKind == nil {
		t.byKind = map[Kind]int{}
	}
	t.byKind[k]++
}

func (t *tally) counts() map[Kind]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.byKind)
}

// met counts an error that has ended a connection, or failed to begin one, and
// returns its kind. The end of a stream is no error.
func (s *Server) met(err error) Kind {
	kind := KindOf(err)
	if kind != Ended {
		s.errors.add(kind)
	}
	return kind
}
