package reader

import (
	"context"
	"fmt"
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
	}
	r.page.Render(b.Markdown)
	if b.Kind == chapters.Predict && r.paging {
		return r.predict(ctx)
	}
	return nil
}

// caption says where the source below it stands.
func (r *reading) caption(text string) {
	fmt.Fprintln(r.console.Out, page.Margin+r.console.Dim(text))
}
