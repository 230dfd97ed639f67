// Package wire shows the packets of an example as they pass, as a ladder
// between the two ends that exchange them.
package wire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sockbook/chapters"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

// maxLines is how much of a ladder is shown.
const maxLines = 5000

// A View shows ladders on a console.
type View struct {
	Console *tty.Console
	Timeout time.Duration // the example's limit
	All     bool          // windows, options, and what the kernel sends on its own account, too
	File    string        // where the packets are written, as pcapng; "": nowhere
	Force   bool          // File may be replaced
}

// Show runs an example in a network of its own, with the reader's args if it
// takes any. It ends as [stage.Beneath.Show] does.
func (v *View) Show(ctx context.Context, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	f, err := create(v.File, v.Force)
	if err != nil {
		return err
	}
	defer f.discard()
	b := &stage.Beneath{Console: v.Console, View: "wire", What: "its packets, as they pass", Refused: "not captured"}
	return b.Show(ctx, v.Timeout, c, e, func(ctx context.Context, end context.CancelCauseFunc) (string, error) {
		l := newLadder(v, b, f, end)
		lost, err := c.WireExample(ctx, e.Name, l.event, args...)
		note := l.end(lost)
		var skipped *chapters.Skipped
		if errors.As(err, &skipped) {
			return "", err
		}
		return f.finish(note, l.packets, err, v.Console)
	})
}

// errTooMuch ends an example that nobody would read to its end.
var errTooMuch = fmt.Errorf("its ladder has more than %d lines and was ended", maxLines)
