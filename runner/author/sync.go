// Package author keeps lessons true: it brings their fences up to date with
// the sources and the examples.
package author

import (
	"context"
	"fmt"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// Sync brings the lessons of the chapters up to date or, if check is set, only
// shows what is not. dir is a folder in the workbook's clone.
func Sync(ctx context.Context, console *tty.Console, dir string, list []*chapters.Chapter, check bool) error {
	root, err := chapters.Root(dir)
	if err != nil {
		return err
	}
	ctx, release := console.Interruptible(ctx)
	defer release()
	drifted := 0
	for _, c := range list {
		running := func(example string) {
			if console.Terminal {
				fmt.Fprintln(console.Err, console.Dim("running "+example))
			}
		}
		u, err := chapters.Sync(ctx, root, c, running)
		if err != nil {
			return err
		}
		show(console, u, check)
		drifted += len(u.Changes)
		if check {
			continue
		}
		if err := u.Write(); err != nil {
			return err
		}
	}
	if check && drifted > 0 {
		return fault.New("go run ./runner sync", "%d fences do not hold what is real", drifted)
	}
	return nil
}

// show says what has changed in one lesson, and in a check how.
func show(console *tty.Console, u *chapters.Update, check bool) {
	for _, p := range u.Skipped {
		fmt.Fprintf(console.Out, "skipped %v\n", p)
		if p.Fix != "" {
			fmt.Fprintf(console.Out, "  hint: %s\n", p.Fix)
		}
	}
	verb := "updated"
	if check {
		verb = "drifted"
	}
	for _, c := range u.Changes {
		fmt.Fprintf(console.Out, "%s %s:%d: %s\n", verb, u.Lesson, c.Line, c.What)
		if check {
			fmt.Fprintln(console.Out, strings.TrimRight(c.Diff, "\n"))
		}
	}
	if len(u.Changes) == 0 {
		fmt.Fprintf(console.Out, "%s is up to date\n", u.Lesson)
	}
}
