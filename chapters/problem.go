package chapters

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// A Problem is one thing that is wrong with a chapter.
type Problem struct {
	File string // below the module's root, with slashes
	Line int    // from 1; 0 where no line is to blame
	Text string // what is wrong
	Fix  string // what puts it right, where that is not plain from Text
}

func (p Problem) Error() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return at + ": " + p.Text
}

func (p Problem) Hint() string { return p.Fix }

type problems []Problem

func (p *problems) add(file string, line int, fix, format string, args ...any) {
	*p = append(*p, Problem{File: file, Line: line, Text: fmt.Sprintf(format, args...), Fix: fix})
}

// sorted puts problems in the order of the files and their lines.
func (p problems) sorted() []Problem {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return p
}

// err is all of the problems in one error, or nil.
func (p problems) err() error {
	errs := make([]error, len(p))
	for i := range p {
		errs[i] = p[i]
	}
	return errors.Join(errs...)
}

// hint is what an error advises, or "".
func hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}
