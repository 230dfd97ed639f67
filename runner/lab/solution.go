package lab

import (
	"fmt"
	"time"

	"sockbook/runner/fault"
	"sockbook/runner/page"
)

// Solution shows the student's functions beside ours, once every test has
// passed in a check, or to one who gives up, which is remembered.
func (b *Bench) Solution(dir string, giveUp bool) error {
	path, err := b.find(dir)
	if err != nil {
		return err
	}
	h := b.recall(path)
	switch earned := !h.Solved.IsZero() || !h.GaveUp.IsZero(); {
	case !earned && !giveUp:
		return b.notYet(path, h)
	case !earned:
		b.record(path, func(h *history) { h.GaveUp = b.Now().Round(time.Second) })
	}
	fmt.Fprintf(b.Console.Out, "%s: yours, in %s, and ours\n\n", b.Console.Bold(b.Lab.Title), b.shown(path))
	pages := page.New(b.Console)
	for _, n := range b.Lab.Notices {
		fmt.Fprintf(b.Console.Out, "%s\n\n", b.Console.Bold(n.Function+", in "+n.File))
		theirs, err := b.theirs(path, n)
		switch {
		case err != nil:
			fmt.Fprintf(b.Console.Out, "Yours cannot be read: %v\n\n", err)
		case theirs == nil:
			fmt.Fprintf(b.Console.Out, "There is none of yours.\n\n")
		}
		b.compare(theirs, b.ours(n))
		for part := range pages.Render(n.Text) {
			fmt.Fprint(b.Console.Out, part.Text)
		}
	}
	return nil
}

// notYet says what there is to do before our solution is shown.
func (b *Bench) notYet(path string, h *history) error {
	why := "Nothing is checked yet"
	if last := h.last(); last != nil {
		why = outcome(last, len(b.Lab.Tests))
	}
	return fault.New(b.command(path, "check")+", or to see it now: "+b.command(path, "solution", "--give-up"),
		"our solution is for when every test passes. %s", why)
}
