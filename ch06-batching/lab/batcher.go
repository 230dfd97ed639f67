package batcher

import (
	"context"
	"sync"
	"time"
)

// A Batcher collects messages into batches, and hands these to a Sender, in the
// order of Add. Its methods may be called by many goroutines.
type Batcher struct {
	sender Sender
	config Config
	// BEGIN SOLUTION: the batch that is collected, and those that are under way
	mu       sync.Mutex
	current  *collection
	due      bool // current goes out as soon as there is room
	timer    *time.Timer
	inFlight int
	free     []*Batch      // complete, to be used again
	moved    chan struct{} // closed when one is, or the Batcher is closed
	sections []*section    // not complete; the last one is open
	last     *section      // what Close waits for
	messages int
	stats    Stats
	// END SOLUTION
}

// New is a Batcher that sends with s. It has MaxInFlight batches under way at
// most and one that it collects, and makes no more of them (NewBatch) than
// that: one that is complete is used again.
func New(s Sender, c Config) *Batcher {
	b := &Batcher{sender: s, config: c}
	// BEGIN SOLUTION: begin with an empty batch
	b.moved = make(chan struct{})
	b.sections = []*section{newSection()}
	b.current = &collection{Batch: NewBatch(c.MaxMessages, c.MaxBytes)}
	// END SOLUTION
	return b
}

// Add takes a message, which stays the caller's: Add copies it. If it does not
// fit into the batch that is being collected, that batch is sent and the next
// one begins with it.
//
// A batch is sent as soon as it is full; when its first message has waited for
// MaxDelay; and when Flush or Close says so. If MaxInFlight batches are under
// way then, it is sent as soon as one of them is complete. A batch is under
// way from its first Send until each of its messages is complete: refused, or
// taken and reported by the Sender. Until a batch is sent, it takes what fits.
// While a message has no room, Add waits.
//
// When the message is complete, Add has result called, once, with the error
// of this message or nil. It must not block, and must not call the Batcher. It
// may be nil.
//
// Errors: ErrTooLarge, if the message is larger than MaxBytes; ErrClosed, also
// if the Batcher is closed while Add waits; the cause of ctx, if it ends
// before the message has room. Then the message is not taken, and result is
// not called.
func (b *Batcher) Add(ctx context.Context, message []byte, result func(error)) error {
	// BEGIN SOLUTION: take it, or wait
	if len(message) > b.config.MaxBytes {
		return ErrTooLarge
	}
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		wait, err := b.offer(message, result)
		if wait == nil {
			return err
		}
		select {
		case <-wait:
		case <-ctx.Done():
		}
	}
	// END SOLUTION
}

// Flush sends what is collected, and waits until every message is complete
// that was given to Add before it. It returns the error of the first of them,
// in the order of Add, that has one and was given after the Flush before this
// one. If nothing is collected, nothing is sent.
//
// If ctx ends first, Flush returns its cause; the messages stay where they are.
func (b *Batcher) Flush(ctx context.Context) error {
	// BEGIN SOLUTION: send, and wait for all that was given
	b.mu.Lock()
	s := b.cut()
	b.mu.Unlock()
	select {
	case <-s.complete:
		return s.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	// END SOLUTION
}

// Close makes Add fail, also where it waits, and then does what Flush does. When
// it returns, nothing is under way, and no timer or goroutine is left. A second
// Close waits too, and returns the same.
func (b *Batcher) Close() error {
	// BEGIN SOLUTION: refuse, wake, flush
	b.mu.Lock()
	if b.last == nil {
		b.last = b.cut()
		b.wake()
	}
	s := b.last
	b.mu.Unlock()
	<-s.complete
	return s.err
	// END SOLUTION
}

// Stats returns the counts.
func (b *Batcher) Stats() Stats {
	// BEGIN SOLUTION: a copy
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stats
	// END SOLUTION
}
