// Believes that a Flush is over when nothing is under way.
//
// Replaces: section.go
// Caught by: TestFlushWaitsForNoMore
// Says: not for what comes after

package batcher

type section struct {
	left     int // messages that are not complete
	failed   int // the number of the first that failed
	err      error
	complete chan struct{} // closed when it is, with all that came before
}

func newSection() *section { return &section{complete: make(chan struct{})} }

func (s *section) note(number int, err error) {
	s.left--
	if err != nil && (s.err == nil || number < s.failed) {
		s.failed, s.err = number, err
	}
}

func (b *Batcher) cut() *section {
	s := b.sections[len(b.sections)-1]
	b.sections = append(b.sections, newSection())
	b.send()
	b.settle()
	return s
}

func (b *Batcher) settle() {
	for len(b.sections) > 1 && b.inFlight == 0 && b.sections[0].left == 0 {
		close(b.sections[0].complete)
		b.sections = b.sections[1:]
	}
}

func (b *Batcher) wake() {
	close(b.moved)
	b.moved = make(chan struct{})
}
