package lab

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"unicode"

	"sockbook/chapters/lab"
	"sockbook/runner/tty"
)

// A screen shows one check to a person.
type screen struct {
	*Bench
	path     string
	watching bool
	history  *history // before the check
	news     news
	results  atomic.Int32 // how many were shown
}

func (s *screen) header() {
	fmt.Fprintf(s.Console.Out, "%s, in %s\n\n", s.Console.Bold(s.Lab.Title), s.shown(s.path))
}

// result shows how one test ended.
func (s *screen) result(r lab.Result) {
	s.results.Add(1)
	switch r.State {
	case lab.Passed:
		s.wrapped(s.Console.Good("✓")+" "+r.Test, 2)
	case lab.Unwritten:
		s.wrapped("· "+r.Test+": "+visible(r.Shows), 2)
	default:
		s.wrapped(s.Console.Bad("✗")+" "+s.Console.Bold(r.Test), 2)
		s.wrapped("    "+visible(r.Shows), 4)
		s.details(r)
	}
}

// details shows what there is to a failure, and which hint comes next.
func (s *screen) details(r lab.Result) {
	if r.At.Line > 0 {
		at := s.position(r.At)
		if r.At.Function != "" {
			at += ", in " + r.At.Function
		}
		fmt.Fprintf(s.Console.Out, "%s%s\n", s.label("at"), at)
	}
	for _, d := range r.Details {
		s.wrapped(s.label(d.Key)+s.shortened(visible(d.Text)), labels)
	}
	taken, all := s.history.Hints[r.Test], s.hints(r.Test)
	label := fmt.Sprintf("hint %d", taken+1)
	if taken >= all {
		label = "hints"
	}
	fmt.Fprintf(s.Console.Out, "%s%s\n", s.label(label), s.command(s.path, "hint", r.Test))
}

// hints is how many hints a test has.
func (b *Bench) hints(test string) int {
	for i := range b.Lab.Tests {
		if t := &b.Lab.Tests[i]; t.Name == test {
			return len(t.Hints)
		}
	}
	return 0
}

// labels is the width of a label and what stands around it.
const labels = len("    printed  ")

func (s *screen) label(name string) string {
	pad := strings.Repeat(" ", max(labels-len("    ")-len(name), 1))
	return "    " + s.Console.Dim(name) + pad
}

// position is where something stands, as an editor that reads the terminal
// takes it: labs/ch02-stream/frame.go:31:5.
func (s *screen) position(p lab.Place) string {
	at := s.shown(filepath.Join(s.path, p.File))
	if p.Line > 0 {
		at += fmt.Sprintf(":%d", p.Line)
	}
	if p.Column > 0 {
		at += fmt.Sprintf(":%d", p.Column)
	}
	return at
}

// wrapped prints a line, set in by hang where it goes on.
func (s *screen) wrapped(line string, hang int) {
	for _, part := range tty.Wrap(line, s.Console.Width(), hang, "") {
		fmt.Fprintln(s.Console.Out, part)
	}
}

// longest is how many lines a detail may take.
const longest = 3

// shortened is a text that takes no more lines than longest.
func (s *screen) shortened(text string) string {
	room := longest * max(s.Console.Width()-labels, 10)
	letters := []rune(text)
	if len(letters) <= room {
		return text
	}
	half := (room - 1) / 2 // the two ends say most
	return string(letters[:half]) + "…" + string(letters[len(letters)-half:])
}

// visible puts a mark in the place of what would move the cursor or change the
// terminal: a student's program can print anything.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
