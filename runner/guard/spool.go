package guard

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A spool writes lines to out in the order in which they come, and none of
// those who bring them waits for it. While out takes nothing, as a terminal
// does after Ctrl-S, room lines are kept and the others counted; the number is
// written behind those that were kept.
type spool struct {
	out io.Writer

	mu   sync.Mutex
	kept [][]byte
	lost int           // came while there was no room; not said yet
	idle chan struct{} // closed when nothing is left to write; nil by then
}

// room is two seconds of all that a server's log shows.
const room = 200 // lines

// put takes a line, which stands for as many as are lost without it. The line
// is the spool's from then on.
func (s *spool) put(line []byte, standsFor int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost > 0 || len(s.kept) == room {
		s.lost += standsFor // until the number is written: nothing overtakes it
		return
	}
	s.kept = append(s.kept, line)
	if s.idle == nil {
		s.idle = make(chan struct{})
		go s.write()
	}
}

// write is a goroutine for as long as there is something to write.
func (s *spool) write() {
	for line := s.next(); line != nil; line = s.next() {
		_, _ = s.out.Write(line) // as with a log: who would be told?
	}
}

// next is what is to be written, or nil, and then write must end.
func (s *spool) next() (line []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.kept) > 0:
		line, s.kept = s.kept[0], s.kept[1:]
	case s.lost > 0:
		line = fmt.Appendf(nil, "… and %d more lines while those above waited to be written\n", s.lost)
		s.lost = 0
	default:
		close(s.idle)
		s.idle = nil
	}
	return line
}

// drain returns when all is written, or after that time.
func (s *spool) drain(most time.Duration) {
	s.mu.Lock()
	idle := s.idle
	s.mu.Unlock()
	if idle == nil {
		return
	}
	select {
	case <-idle:
	case <-time.After(most):
	}
}
