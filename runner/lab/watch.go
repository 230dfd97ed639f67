package lab

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sockbook/runner/tty"
)

// errSaved is why a check was broken off: there is something newer to check.
var errSaved = errors.New("saved again")

// watch checks at once and after each save. It ends with ctx; Ctrl-C is how
// one leaves.
func (b *Bench) watch(ctx context.Context, path string, o CheckOptions) error {
	events, stop := events(path)
	defer stop()
	w := &watcher{
		look:    func() files { return look(path) },
		events:  events,
		changes: make(chan []string),
		check: func(ctx context.Context, saved []string) error {
			return b.again(ctx, path, o, saved)
		},
	}
	if !o.JSON {
		fmt.Fprintf(b.Console.Out, "%s, in %s: checked after each save, until Ctrl-C\n", b.Console.Bold(b.Lab.Title), b.shown(path))
	}
	err := w.run(ctx)
	if errors.Is(context.Cause(ctx), tty.ErrInterrupted) {
		return nil
	}
	return err
}

// again is one check of a watch.
func (b *Bench) again(ctx context.Context, path string, o CheckOptions, saved []string) error {
	if !o.JSON {
		heading := b.Now().Format(time.TimeOnly)
		if len(saved) > 0 {
			heading += " " + visible(list(saved)) + " changed"
		}
		fmt.Fprintf(b.Console.Out, "\n%s\n\n", heading)
	}
	_, err := b.check(ctx, path, o)
	if errors.Is(context.Cause(ctx), errSaved) && !o.JSON {
		fmt.Fprintln(b.Console.Out, b.Console.Dim("broken off: "+errSaved.Error()))
	}
	return err
}

// A watcher calls check at once and whenever the files have changed.
type watcher struct {
	look    func() files
	events  <-chan struct{} // it may be worth looking; nil if nobody says so
	check   func(ctx context.Context, saved []string) error
	changes chan []string // the names of the files that have
}

const (
	// pollEvery is how often the files are looked at without an event: there
	// are file systems that give none.
	pollEvery = time.Second
	// settled is how long files stay the same when an editor is done with
	// them: some write in pieces, or rename.
	settled = 100 * time.Millisecond
)

// run returns when ctx has ended, or with the first error of a check that is
// not broken off.
func (w *watcher) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	defer func() { cancel(); <-done }()
	seen := w.look()
	go func() {
		defer close(done)
		w.follow(ctx, seen)
	}()
	for saved := []string(nil); ; {
		next, err := w.until(ctx, saved)
		if err != nil {
			return err
		}
		saved = next
	}
}

// until runs a check, and returns what was saved during it or after.
func (w *watcher) until(ctx context.Context, saved []string) ([]string, error) {
	checking, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	checked := make(chan error, 1)
	go func() { checked <- w.check(checking, saved) }()
	select {
	case next := <-w.changes:
		cancel(errSaved)
		<-checked
		return next, nil
	case err := <-checked:
		if err != nil {
			return nil, err
		}
	}
	select {
	case next := <-w.changes:
		return next, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// follow sends the names of the files that change, when they no longer do.
func (w *watcher) follow(ctx context.Context, seen files) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.events:
		case <-tick.C:
		}
		now := w.look()
		for last := seen; len(now.changed(last)) > 0; now = w.look() {
			last = now
			select {
			case <-ctx.Done():
				return
			case <-time.After(settled):
			}
		}
		names := now.changed(seen)
		if len(names) == 0 {
			continue
		}
		select {
		case w.changes <- names:
			seen = now
		case <-ctx.Done():
			return
		}
	}
}
