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
	example := r.chapter.Example(b.Example)
	if r.NoRun || b.View != "" || example == nil {
		return r.recorded(ctx, b)
	}
	recorded := r.stage.Recorded("", b.Transcript)
	lines := strings.Count(r.held+recorded, "\n") + 1 // and how it ended
	if err := r.room(ctx, lines, lines); err != nil {
		return err
	}
	r.release()
	running, release := r.console.Interruptible(ctx)
	err := r.stage.Play(running, r.chapter, example)
	release()

	var skipped *chapters.Skipped
	switch {
	case err == nil:
		r.ran(b.Example)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, tty.ErrInterrupted):
		if !r.paging {
			return err
		} // the example is over; the lesson is not
	case errors.As(err, &skipped):
		r.say(err, "skipped: ")
		return r.recorded(ctx, b)
	default:
		r.say(err, "failed: ")
		r.failed = append(r.failed, b.Example)
	}
	r.hold("\n")
	return nil
}

// recorded shows what the lesson holds of an example, and says so.
func (r *reading) recorded(ctx context.Context, b *chapters.Block) error {
	if !r.console.Terminal {
		r.hold(page.Margin + "as recorded in the lesson:\n")
	}
	return r.put(ctx, r.stage.Recorded(strings.TrimSpace(b.Example+" "+b.View), b.Transcript)+"\n")
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
