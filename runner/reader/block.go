package reader

import (
	"context"
	"fmt"
	"io"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/page"
	"sockbook/runner/tty"
)

func (r *reading) blocks(ctx context.Context, blocks []chapters.Block) error {
	for i := range blocks {
		if err := r.halted(ctx); err != nil {
			return err
		}
		if err := r.block(ctx, &blocks[i]); err != nil {
			return err
		}
	}
	return r.halted(ctx)
}

// halted says why the reading is to end, between two blocks.
func (r *reading) halted(ctx context.Context) error {
	switch {
	case r.console.Out.Failed():
		return tty.ErrLeave // whoever asks Out will learn why
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case r.console.Interrupted():
		return r.interrupted()
	}
	return nil
}

// interrupted is what Ctrl-C means: to a person who pages, to leave.
func (r *reading) interrupted() error {
	if r.paging {
		return tty.ErrLeave
	}
	return tty.ErrInterrupted
}

func (r *reading) block(ctx context.Context, b *chapters.Block) error {
	switch b.Kind {
	case chapters.Run:
		return r.run(ctx, b)
	case chapters.Code:
		if err := r.room(ctx, strings.Count(b.Markdown, "\n")+2); err != nil {
			return err
		}
		r.caption(strings.TrimSpace(b.File + " " + b.Name))
	}
	if err := r.show(ctx, b.Markdown); err != nil {
		return err
	}
	if b.Kind == chapters.Predict && r.paging {
		return r.predict(ctx)
	}
	return nil
}

// show lays out markdown, and waits where the screen is full.
func (r *reading) show(ctx context.Context, markdown string) error {
	for text := range r.page.Render(markdown) {
		if err := r.room(ctx, strings.Count(text, "\n")); err != nil {
			return err
		}
		io.WriteString(r.console.Out, text)
	}
	return nil
}

// room waits for the reader if the next lines would push from the screen what
// has come since the last wait. What is a whole screen long by itself scrolls.
func (r *reading) room(ctx context.Context, lines int) error {
	if !r.paging {
		return nil
	}
	const first = 4 // a heading, and a line below it, are no screenful
	height, shown := r.console.Height(), r.console.Out.Lines()-r.read
	if height == 0 || shown <= first || shown+lines < height {
		return nil
	}
	return r.more(ctx, r.at)
}

// caption says where the source below it stands.
func (r *reading) caption(text string) {
	fmt.Fprintln(r.console.Out, page.Margin+r.console.Dim(text))
}
