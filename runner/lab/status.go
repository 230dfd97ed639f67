package lab

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Status shows how each test has fared over time.
func (b *Bench) Status(dir string) error {
	path, err := b.find(dir)
	if err != nil {
		return err
	}
	h := b.recall(path)
	fmt.Fprintf(b.Console.Out, "%s, in %s\n\n", b.Console.Bold(b.Lab.Title), b.shown(path))
	b.table(h)
	for _, line := range b.facts(h) {
		fmt.Fprintln(b.Console.Out, line)
	}
	b.onward(path, h)
	return nil
}

// table shows a row for each test and a column for each of the last checks, as
// many as there is room for.
func (b *Bench) table(h *history) {
	widest, notes := 0, 0
	for _, t := range b.Lab.Tests {
		widest = max(widest, utf8.RuneCountInString(t.Name))
		notes = max(notes, len(hinted(h.Hints[t.Name])))
	}
	const cell = 2 // columns: a blank and a mark
	room := (b.Console.Width() - widest - 1 - notes) / cell
	checks := h.Checks[max(0, len(h.Checks)-max(room, 1)):]
	for i, t := range b.Lab.Tests {
		row := fmt.Sprintf("%-*s ", widest, t.Name)
		for _, e := range checks {
			row += " " + b.mark(e, i)
		}
		fmt.Fprintln(b.Console.Out, strings.TrimRight(row+hinted(h.Hints[t.Name]), " "))
	}
	fmt.Fprintln(b.Console.Out)
}

// mark is the cell of one test in one check.
func (b *Bench) mark(e entry, test int) string {
	if e.States == "" {
		return b.Console.Bad("!")
	}
	switch e.States[test] {
	case passed:
		return b.Console.Good("✓")
	case failed:
		return b.Console.Bad("✗")
	case unwritten:
		return "·"
	}
	return " "
}

// hinted says how many hints were taken.
func hinted(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "  1 hint"
	}
	return fmt.Sprintf("  %d hints", n)
}

// facts are what there is to say beside the table.
func (b *Bench) facts(h *history) (lines []string) {
	last := h.last()
	if last == nil {
		return []string{"Nothing is checked yet."}
	}
	const format = "2 January 2006, 15:04"
	at := func(t time.Time) string { return t.Local().Format(format) }
	lines = append(lines, "✓ passed  ✗ failed  · not written  ! no test could run")
	checks := fmt.Sprintf("%d checks", h.Count)
	if h.Count == 1 {
		checks = "1 check"
	}
	lines = append(lines, fmt.Sprintf("%s, the last on %s. %s.", checks, at(last.At), outcome(last, len(b.Lab.Tests))))
	if !h.Solved.IsZero() {
		lines = append(lines, "Every test passed for the first time on "+at(h.Solved)+".")
	}
	if !h.GaveUp.IsZero() {
		lines = append(lines, "You asked for our solution on "+at(h.GaveUp)+".")
	}
	return lines
}

// onward says what to type next.
func (b *Bench) onward(path string, h *history) {
	next := "check"
	if last := h.last(); last != nil && last.solved() {
		next = "solution"
	}
	fmt.Fprintf(b.Console.Out, "Next: %s\n", b.Console.Bold(b.command(path, next)))
}
