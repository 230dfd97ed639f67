package batcher

// This file is yours too: for what Flush and Close wait for.
//
// BEGIN SOLUTION: what was given before a Flush

// A section is what was given between one Flush and the next.
type section struct {
	left     int // messages that are not complete
	failed   int // the number of the first that failed
	err      error
	complete chan struct{} // closed when it is, with all that came before
}

func newSection() *section { return &section{complete: make(chan struct{})} }

// note takes down that one of its messages is complete.
func (s *section) note(number int, err error) {
	s.left--
	if err != nil && (s.err == nil || number < s.failed) {
		s.failed, s.err = number, err
	}
}

// cut ends a section, and sends what is collected.
func (b *Batcher) cut() *section {
	s := b.sections[len(b.sections)-1]
	b.sections = append(b.sections, newSection())
	b.send()
	b.settle()
	return s
}

// settle tells those who wait for a section.
func (b *Batcher) settle() {
	for len(b.sections) > 1 && b.sections[0].left == 0 {
		close(b.sections[0].complete)
		b.sections = b.sections[1:]
	}
}

// wake has those look again who wait for room.
func (b *Batcher) wake() {
	close(b.moved)
	b.moved = make(chan struct{})
}

// END SOLUTION
