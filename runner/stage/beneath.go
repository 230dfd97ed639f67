package stage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// A Beneath is where a view beneath an example is shown: its system calls, its
// packets.
type Beneath struct {
	Console *tty.Console
	View    string // as a lesson's directive names it: "trace"
	What    string // "its system calls, as they happen"
	Refused string // of an example that cannot be viewed so: "not traced"
}

// A Viewing runs an example and shows what is beneath it; end ends it. note is
// a sentence on what was left out.
type Viewing func(ctx context.Context, end context.CancelCauseFunc) (note string, err error)

// Show has an example viewed within a limit. Where that cannot be, it says why
// and shows what the lesson has recorded. Its errors are the viewing's, but for
// that.
func (b *Beneath) Show(ctx context.Context, limit time.Duration, c *chapters.Chapter, e *chapters.Example, view Viewing) error {
	running, stop := limited(ctx, limit)
	defer stop()
	running, end := context.WithCancelCause(running)
	defer end(nil)
	if b.Console.Terminal {
		fmt.Fprintf(b.Console.Out, "  %s %s%s\n", b.Console.Good("▶"), b.Console.Bold(e.Name), b.Console.Dim("  "+b.What))
	}
	began := time.Now()
	note, err := view(running, end)
	var skipped *chapters.Skipped
	if errors.As(err, &skipped) {
		b.instead(c, e, err)
		return nil
	}
	if err == nil {
		b.ending(time.Since(began), note)
	}
	return err
}

// ending says what was left out and, on a terminal, how long it took.
func (b *Beneath) ending(took time.Duration, note string) {
	switch {
	case b.Console.Terminal:
		text := took.Round(time.Millisecond).String()
		if note != "" {
			text += "; " + note
		}
		mark := "╰ "
		for _, part := range tty.Wrap(text, b.Console.Width()-6, 0, "") {
			fmt.Fprintln(b.Console.Out, "  "+b.Console.Dim(mark+part))
			mark = "  "
		}
	case note != "":
		fmt.Fprintln(b.Console.Out, note)
	}
}

// instead shows what the lesson has, where this machine can view nothing or
// the example cannot run here.
func (b *Beneath) instead(c *chapters.Chapter, e *chapters.Example, err error) {
	fmt.Fprintf(b.Console.Err, "runner: %s %s: %v\n", e.Name, b.Refused, err)
	if h := fault.Hint(err); h != "" {
		fmt.Fprintf(b.Console.Err, "hint: %s\n", h)
	}
	text := b.recorded(c, e.Name)
	if text == "" {
		return
	}
	if !b.Console.Terminal {
		fmt.Fprintln(b.Console.Out, "as recorded in the lesson:")
	}
	s := &Stage{Console: b.Console}
	fmt.Fprint(b.Console.Out, s.Recorded(e.Name+" "+b.View, text))
}

// recorded is the view of an example that the lesson shows, or "".
func (b *Beneath) recorded(c *chapters.Chapter, example string) string {
	source, err := c.Lesson()
	if err != nil {
		return "" // a chapter without a lesson has recorded nothing
	}
	l, _ := chapters.ParseLesson(source) // what it could not read is not there
	for _, block := range l.All() {
		if block.Kind == chapters.Run && block.View == b.View && block.Example == example {
			return block.Transcript
		}
	}
	return ""
}

// Width is how many columns there are behind the gutter.
func (b *Beneath) Width() int {
	if b.Console.Terminal {
		return b.Console.Width() - 6
	}
	return b.Console.Width()
}

// Put writes a line, behind a gutter on a terminal.
func (b *Beneath) Put(party, line string) {
	if !b.Console.Terminal {
		fmt.Fprintln(b.Console.Out, strings.TrimRight(line, " "))
		return
	}
	bar := b.Console.Dim("│")
	if party != "" {
		bar = b.Console.Party(party, "│")
	}
	fmt.Fprintf(b.Console.Out, "  %s %s\n", bar, line)
}
