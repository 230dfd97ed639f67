// Package trace shows the system calls of an example as they happen, each with
// the party that made it.
package trace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

// maxLines is how much of a trace is shown. Those of a lesson have a hundred.
const maxLines = 5000

var errTooMuch = fmt.Errorf("it made more than %d calls and was ended", maxLines)

// A View shows traces on a console.
type View struct {
	Console *tty.Console
	Timeout time.Duration // the example's limit
	All     bool          // Go's own calls and those on no socket, too
	Raw     bool          // strace's own lines
	Command string        // what a reader types to get those without the runner; lines
}

// Show runs an example under strace, with the reader's args if it takes any.
// Where it cannot, it says why and shows what the lesson has recorded. Its
// errors are those of [chapters.Chapter.RunExample], but for that.
func (v *View) Show(ctx context.Context, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	running, stop := context.WithTimeoutCause(ctx, v.Timeout, fault.New(
		fmt.Sprintf("--timeout %gs gives it longer", 2*v.Timeout.Seconds()), "it did not end within %v", v.Timeout))
	defer stop()
	running, end := context.WithCancelCause(running)
	defer end(nil)

	v.title(e)
	began := time.Now()
	t := newTeller(v, func() { end(errTooMuch) })
	err := c.TraceExample(running, e.Name, io.Discard, t.line, args...)
	folded := t.end()
	var skipped *chapters.Skipped
	if errors.As(err, &skipped) {
		v.instead(c, e, err)
		return nil
	}
	if err == nil {
		v.ending(time.Since(began), folded)
	}
	return err
}

// title announces an example on a terminal, and in the raw view says how to do
// without us.
func (v *View) title(e *chapters.Example) {
	out := v.Console.Out
	if v.Console.Terminal {
		fmt.Fprintf(out, "  %s %s%s\n", v.Console.Good("▶"), v.Console.Bold(e.Name), v.Console.Dim("  its system calls, as they happen"))
	}
	if v.Raw {
		for line := range strings.Lines(v.Command) {
			fmt.Fprintln(out, v.Console.Dim("$ "+strings.TrimSuffix(line, "\n")))
		}
	}
}

// ending says what was left out and, on a terminal, how long it took.
func (v *View) ending(took time.Duration, folded string) {
	switch {
	case v.Console.Terminal:
		text := took.Round(time.Millisecond).String()
		if folded != "" {
			text += "; " + folded
		}
		mark := "╰ "
		for _, part := range tty.Wrap(text, v.Console.Width()-6, 0, "") {
			fmt.Fprintln(v.Console.Out, "  "+v.Console.Dim(mark+part))
			mark = "  "
		}
	case folded != "":
		fmt.Fprintln(v.Console.Out, folded)
	}
}

// instead shows what the lesson has, where this machine can trace nothing or
// the example cannot run here.
func (v *View) instead(c *chapters.Chapter, e *chapters.Example, err error) {
	fmt.Fprintf(v.Console.Err, "runner: %s not traced: %v\n", e.Name, err)
	if h := fault.Hint(err); h != "" {
		fmt.Fprintf(v.Console.Err, "hint: %s\n", h)
	}
	text := recorded(c, e.Name)
	if text == "" {
		return
	}
	if !v.Console.Terminal {
		fmt.Fprintln(v.Console.Out, "as recorded in the lesson:")
	}
	s := &stage.Stage{Console: v.Console}
	fmt.Fprint(v.Console.Out, s.Recorded(e.Name+" trace", text))
}

// recorded is the trace of an example that the lesson shows, or "".
func recorded(c *chapters.Chapter, example string) string {
	source, err := c.Lesson()
	if err != nil {
		return "" // a chapter without a lesson has recorded nothing
	}
	l, _ := chapters.ParseLesson(source) // what it could not read is not there
	for _, b := range l.All() {
		if b.Kind == chapters.Run && b.View == "trace" && b.Example == example {
			return b.Transcript
		}
	}
	return ""
}
