// Package trace shows the system calls of an example as they happen, each with
// the party that made it.
package trace

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"sockbook/chapters"
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
// It ends as [stage.Beneath.Show] does.
func (v *View) Show(ctx context.Context, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	b := v.beneath()
	return b.Show(ctx, v.Timeout, c, e, func(ctx context.Context, end context.CancelCauseFunc) (string, error) {
		v.byHand()
		t := newTeller(v, func() { end(errTooMuch) })
		err := c.TraceExample(ctx, e.Name, io.Discard, t.line, args...)
		return t.end(), err
	})
}

func (v *View) beneath() *stage.Beneath {
	return &stage.Beneath{Console: v.Console, View: "trace", What: "its system calls, as they happen", Refused: "not traced"}
}

// byHand says in the raw view how to do without us.
func (v *View) byHand() {
	if !v.Raw {
		return
	}
	for line := range strings.Lines(v.Command) {
		fmt.Fprintln(v.Console.Out, v.Console.Dim("$ "+strings.TrimSuffix(line, "\n")))
	}
}
