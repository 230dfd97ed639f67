package reader

import (
	"context"
	"io"
	"math"
	"strings"
)

// together is how many lines of a text that is longer than the screen stand
// below its heading or caption, at least.
const together = 8

// hold keeps text back until there is something to show beneath it: a heading
// is not left alone at the bottom of a screen. Where nobody pages, it is shown.
func (r *reading) hold(text string) {
	if r.paging {
		r.held += text
	} else {
		r.write(text)
	}
}

// release shows what is held.
func (r *reading) release() {
	r.write(r.held)
	r.held = ""
	r.at = r.section
}

// put shows text beneath what is held, and waits for the reader where the
// screen is full. What a screen has room for is not cut.
func (r *reading) put(ctx context.Context, text string) error {
	head := strings.Count(r.held, "\n")
	if err := r.room(ctx, head+height(text), head+min(height(text), together)); err != nil {
		return err
	}
	text, r.held = r.held+text, ""
	r.at = r.section
	for height(text) > r.left() {
		above, below := cut(text, max(r.left(), 1))
		r.write(above)
		if err := r.inside(ctx); err != nil {
			return err
		}
		text = below
	}
	body := strings.TrimRight(text, "\n") + "\n"
	blank := text[len(body):]
	if height(text)+len(blank) > r.left() {
		text, r.held = body, blank // a prompt stands in its place
	}
	r.write(text)
	return nil
}

// room waits unless there is room for the next lines, or for the least of them
// if no screen holds them all.
func (r *reading) room(ctx context.Context, lines, least int) error {
	if lines > r.screen() {
		lines = least
	}
	if lines <= r.left() || r.shown() == 0 {
		return nil
	}
	return r.inside(ctx)
}

// screen is how many lines there is room for above a prompt.
func (r *reading) screen() int {
	_, lines := r.console.Size()
	if !r.paging || lines == 0 {
		return math.MaxInt
	}
	return lines - 1
}

// shown is how many lines the reader has not had time for.
func (r *reading) shown() int { return r.console.Out.Lines() - r.read }

// left is how many more lines push none of them from the screen.
func (r *reading) left() int { return max(r.screen()-r.shown(), 0) }

func (r *reading) write(text string) { io.WriteString(r.console.Out, text) }

// height is how many lines a text has, without the blank ones at its end.
func height(text string) int { return strings.Count(strings.TrimRight(text, "\n"), "\n") + 1 }

// cut parts a text behind its first n lines.
func cut(text string, n int) (above, below string) {
	below = text
	for range n {
		_, below, _ = strings.Cut(below, "\n")
	}
	return text[:len(text)-len(below)], below
}
