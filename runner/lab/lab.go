// Package lab is the reader's side of the exercises: it makes the student's
// folder, shows what a check found, gives hints and remembers them.
package lab

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sockbook/chapters/lab"
	"sockbook/runner/tty"
)

// A Bench is where one reader works on one lab.
type Bench struct {
	Console *tty.Console
	Lab     *lab.Lab
	Chapter string // the chapter's folder, "ch02-stream"
	Cwd     string // the working directory
	Command string // how the reader calls the lab: "runner ch02 lab"

	// Try tests what is in a student's folder; it is the Check of Lab.
	Try func(ctx context.Context, dir string, o lab.CheckOptions) (*lab.Report, error)
	// Now is the time.
	Now func() time.Time

	warned bool // it has been said that nothing is remembered
}

// New returns a bench for the lab of the chapter with the given folder.
func New(console *tty.Console, l *lab.Lab, chapter, cwd, command string) *Bench {
	return &Bench{Console: console, Lab: l, Chapter: chapter, Cwd: cwd, Command: command, Try: l.Check, Now: time.Now}
}

// ErrNotPassed is returned of a check that not every test passed, after the
// reader was told which.
var ErrNotPassed = errors.New("not every test passes")

// Standing says in a line where the student stands, and what to type next. It
// is for the end of the hand-out.
func (b *Bench) Standing() error {
	path, err := b.find("")
	if err != nil {
		fmt.Fprintf(b.Console.Out, "Begin: %s\n", b.Console.Bold(b.Command+" start"))
		return nil
	}
	h := b.recall(path)
	line := "Nothing is checked yet"
	if last := h.last(); last != nil {
		line = outcome(last, len(b.Lab.Tests))
	}
	fmt.Fprintf(b.Console.Out, "%s, in %s. ", line, b.shown(path))
	b.onward(path, h)
	return nil
}

// outcome says what a check found.
func outcome(e *entry, tests int) string {
	if e.States == "" {
		return "No test could run"
	}
	return tally(e.passed(), tests)
}

// tally says how many tests pass.
func tally(n, of int) string {
	switch n {
	case 0:
		return "No test passes yet"
	case of:
		return fmt.Sprintf("All %d tests pass", of)
	}
	return fmt.Sprintf("%d of %d tests pass", n, of)
}
