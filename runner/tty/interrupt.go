package tty

import (
	"context"
	"errors"
)

// ErrInterrupted is why a context of Interruptible ended: the reader pressed
// Ctrl-C.
var ErrInterrupted = errors.New("interrupted")

// Interruptible returns a context that also ends at the next Ctrl-C, with
// ErrInterrupted as its cause, and a function that releases it. Only one may
// be in use at a time.
func (c *Console) Interruptible(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-c.Interrupts:
			cancel(ErrInterrupted)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-done
	}
}

// Interrupted reports whether Ctrl-C was pressed and nobody took it, and
// takes it.
func (c *Console) Interrupted() bool {
	select {
	case <-c.Interrupts:
		return true
	default:
		return false
	}
}
