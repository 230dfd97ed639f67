package reader

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/page"
	"sockbook/runner/tty"
)

// run runs an example where it stands in the lesson, or shows what it printed
// when the lesson was written. Its failure is shown and noted, and does not
// end the reading.
func (r *reading) run(ctx context.Context, b *chapters.Block) error {
	if err := r.room(ctx, strings.Count(b.Transcript, "\n")+3); err != nil {
		return err
	}
	defer r.blank()
	example := r.chapter.Example(b.Example)
	if r.NoRun || b.View != "" || example == nil {
		r.recorded(b)
		return nil
	}
	running, release := r.console.Interruptible(ctx)
	err := r.stage.Play(running, r.chapter, example)
	release()

	var skipped *chapters.Skipped
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, tty.ErrInterrupted):
		if r.paging {
			return nil // the example is over; the lesson is not
		}
		return err
	case errors.As(err, &skipped):
		r.say(err, "skipped: ")
		r.recorded(b)
	default:
		r.say(err, "failed: ")
		r.failed = append(r.failed, b.Example)
	}
	return nil
}

// recorded shows what the lesson holds of an example, and says so.
func (r *reading) recorded(b *chapters.Block) {
	if !r.console.Terminal {
		fmt.Fprintln(r.console.Out, page.Margin+"as recorded in the lesson:")
	}
	r.stage.Recorded(strings.TrimSpace(b.Example+" "+b.View), b.Transcript)
}

// say puts into a pipe what a terminal has been shown by the stage.
func (r *reading) say(err error, how string) {
	if r.console.Terminal {
		return
	}
	fmt.Fprintf(r.console.Out, "%s%s%v\n", page.Margin, how, err)
	if h := fault.Hint(err); h != "" {
		fmt.Fprintf(r.console.Out, "%shint: %s\n", page.Margin, h)
	}
}
