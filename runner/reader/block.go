package reader

import (
	"context"
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
		r.caption(strings.TrimSpace(b.File + " " + b.Name))
	case chapters.Answer:
		r.recall()
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
	for part := range r.page.Render(markdown) {
		if part.Heading {
			r.hold(part.Text)
		} else if err := r.put(ctx, part.Text); err != nil {
			return err
		}
	}
	return nil
}

// caption says where the source below it stands.
func (r *reading) caption(text string) {
	r.hold(page.Margin + r.console.Dim(text) + "\n")
}

// recall repeats the reader's prediction above the answer to it.
func (r *reading) recall() {
	if r.said == "" {
		return
	}
	const label = "You said: "
	for _, line := range tty.Wrap(label+r.said, r.console.Width()-2*len(page.Margin), len(label), "") {
		r.hold(page.Margin + r.console.Dim(line) + "\n")
	}
	r.said = ""
}
