// Package author keeps lessons true: it brings their fences up to date with
// the sources and the examples.
package author

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/chapters"
	"sockbook/chapters/lab"
	"sockbook/runner/fault"
	bench "sockbook/runner/lab"
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
		told := func(u *chapters.Update, err error) error {
			if err != nil {
				return err
			}
			show(console, u, check)
			drifted += len(u.Changes)
			if check {
				return nil
			}
			return u.Write()
		}
		running := func(example string) {
			if console.Terminal {
				fmt.Fprintln(console.Err, console.Dim("running "+example))
			}
		}
		if err := told(chapters.Sync(ctx, root, c, running)); err != nil {
			return err
		}
		if err := told(syncLab(ctx, root, c)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if check && drifted > 0 {
		return fault.New("go run ./runner sync", "%d fences do not hold what is real", drifted)
	}
	return nil
}

// syncLab brings the hand-out of a chapter's lab up to date, with what a check
// says of the planted wrong answers.
func syncLab(ctx context.Context, root string, c *chapters.Chapter) (*chapters.Update, error) {
	files := os.DirFS(filepath.Join(root, c.Dir, "lab"))
	l, err := lab.Open(files, "sockbook/"+c.Dir+"/lab")
	if err != nil {
		return nil, err
	}
	wrong, err := l.Wrongs(files)
	if err != nil {
		return nil, err
	}
	says := func(ctx context.Context, name, test string) (string, error) {
		i := slices.IndexFunc(wrong, func(w lab.Wrong) bool { return w.Name == name })
		if i < 0 {
			return "", fmt.Errorf("there is no planted wrong answer %s", name)
		}
		command := fmt.Sprintf("go run ./runner ch%02d lab", c.Number)
		return bench.Transcript(ctx, l, &wrong[i], test, c.Dir, command)
	}
	return chapters.SyncLab(ctx, root, c, says)
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
