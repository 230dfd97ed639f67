// Package stage runs an example and shows its lines as they come, each
// party's told apart by its label and colour.
package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// DefaultTimeout is how long an example may take.
const DefaultTimeout = 30 * time.Second

// maxLines is how much of an example is shown. The longest prints a few dozen;
// one that prints so many is in an endless loop.
const maxLines = 2000

var errTooMuch = fmt.Errorf("it printed more than %d lines and was ended", maxLines)

// A Stage shows examples on a console.
type Stage struct {
	Console *tty.Console
	Timeout time.Duration // each example's limit

	// Indent stands before each line in a pipe. A terminal has a gutter.
	Indent string
}

// Play runs an example, with the reader's args if it takes any, shows what it prints, and returns how it ended: what
// [chapters.Chapter.RunExample] returns, or why it was ended.
func (s *Stage) Play(ctx context.Context, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	ctx, stop := limited(ctx, s.Timeout)
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)

	s.title(s.Console.Out, "▶", e.Name, e.Brief)
	began := time.Now()
	out := &lines{show: func(line string) { s.line(s.Console.Out, "│", line) }, tooMany: func() { end(errTooMuch) }}
	err := c.RunExample(ctx, e.Name, out, args...)
	out.flush()
	s.ending(err, time.Since(began))
	return err
}

// limited ends what takes too long, and says how to have it take longer.
func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, fault.New(
		fmt.Sprintf("--timeout %gs gives it longer", 2*limit.Seconds()), "it did not end within %v", limit))
}

// Recorded is what an example printed when the lesson was written, laid out
// like what Play shows.
func (s *Stage) Recorded(name, transcript string) string {
	var b strings.Builder
	s.title(&b, "▷", name, "as recorded in the lesson")
	for line := range strings.Lines(transcript) {
		s.line(&b, "┊", strings.TrimRight(line, "\n"))
	}
	return b.String()
}

// title announces an example on a terminal.
func (s *Stage) title(w io.Writer, mark, name, brief string) {
	if s.Console.Terminal {
		line := tty.Wrap(name+"  "+brief, s.Console.Width()-6, 0, "")[0]
		fmt.Fprintf(w, "  %s %s%s\n", s.Console.Good(mark), s.Console.Bold(name), s.Console.Dim(strings.TrimPrefix(line, name)))
	}
}

// line shows one line of an example.
func (s *Stage) line(w io.Writer, gutter, line string) {
	if !s.Console.Terminal {
		fmt.Fprintln(w, strings.TrimRight(s.Indent+line, " "))
		return
	}
	line = Visible(line)
	label, party := label(line)
	bar := s.Console.Dim(gutter)
	if party != "" {
		bar = s.Console.Party(party, gutter)
	}
	hang := 0
	if label != "" {
		hang = len([]rune(label)) + 1
	}
	for i, part := range tty.Wrap(line, s.Console.Width()-6, hang, "") {
		if i == 0 && strings.HasPrefix(part, label) {
			part = s.Console.Party(party, label) + part[len(label):]
		}
		fmt.Fprintf(w, "  %s %s\n", bar, part)
	}
}

// ending says on a terminal how an example ended.
func (s *Stage) ending(err error, took time.Duration) {
	if !s.Console.Terminal {
		return
	}
	var skipped *chapters.Skipped
	mark, text := "✗", ""
	switch {
	case err == nil:
		fmt.Fprintf(s.Console.Out, "  %s\n", s.Console.Dim("╰ "+round(took).String()))
		return
	case errors.Is(err, tty.ErrInterrupted):
		fmt.Fprintf(s.Console.Out, "  %s\n", s.Console.Dim("╰ interrupted"))
		return
	case errors.As(err, &skipped):
		mark, text = s.Console.Dim("○"), "skipped: "+err.Error()
	default:
		mark, text = s.Console.Bad("✗"), err.Error()
	}
	s.note(mark, text)
	if h := fault.Hint(err); h != "" {
		s.note(" ", "hint: "+h)
	}
}

// note shows a line of ours among those of an example.
func (s *Stage) note(mark, text string) {
	for _, part := range tty.Wrap(Visible(text), s.Console.Width()-6, 0, "") {
		fmt.Fprintf(s.Console.Out, "  %s %s\n", mark, part)
		mark = " "
	}
}

// round keeps what a person reads of a duration.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}
