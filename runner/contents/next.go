package contents

import "fmt"

// A step is something to do next.
type step struct {
	row     *Row
	words   string // of the command, after the program's name
	what    string // it is for
	promise string // of a chapter that is not begun
	begun   bool
}

// reading is what is left of the chapter's lesson, nil if nothing is.
func (r *Row) reading() *step {
	if r.Finished || r.Sections == 0 {
		return nil
	}
	s := &step{row: r, words: name(r), begun: r.Read > 0}
	s.what = fmt.Sprintf("chapter %d, %s", r.Number, r.Title)
	if s.begun {
		s.what = fmt.Sprintf("chapter %d, at %s", r.Number, r.At)
	} else {
		s.promise = r.Promise
	}
	return s
}

// exercise is what is left of the chapter's lab, nil if nothing is.
func (r *Row) exercise() *step {
	l := r.Lab
	if l == nil || l.Solved {
		return nil
	}
	s := &step{row: r, words: name(r) + " lab", begun: l.Started}
	switch {
	case l.Checked:
		s.words += " check"
		s.what = fmt.Sprintf("the lab of chapter %d: %d of %d tests pass", r.Number, l.Passed, l.Tests)
	case l.Started:
		s.words += " check"
		s.what = fmt.Sprintf("the lab of chapter %d, which is begun", r.Number)
	case r.Handout:
		s.words += " start"
		s.what = fmt.Sprintf("the lab of chapter %d, whose hand-out you have read", r.Number)
	default:
		s.what = fmt.Sprintf("the lab of chapter %d, %d tests", r.Number, l.Tests)
	}
	return s
}

// steps are the one thing to do next, nil if nothing is left, and others that
// are open. The chapter read last comes first, its lesson before its lab; then
// those after it, and those before it.
func (p *Page) steps() (next *step, also []step) {
	var open []*step
	first := p.first()
	for i := range p.Rows {
		r := &p.Rows[(first+i)%len(p.Rows)]
		for _, s := range []*step{r.reading(), r.exercise()} {
			if s != nil {
				open = append(open, s)
			}
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	next = open[0]
	offered := next.words == name(next.row) // a lesson to read
	for _, s := range open[1:] {
		lesson := s.words == name(s.row)
		if s.begun || lesson && !offered {
			also = append(also, *s)
			offered = offered || lesson
		}
	}
	return next, also[:min(len(also), 3)]
}

// first is the index of the chapter read last. A book of before there was one
// has the first that is begun and not finished.
func (p *Page) first() int {
	for i := range p.Rows {
		if p.Rows[i].Number == p.Last {
			return i
		}
	}
	for i := range p.Rows {
		if r := &p.Rows[i]; r.Read > 0 && !r.Finished {
			return i
		}
	}
	return 0
}
