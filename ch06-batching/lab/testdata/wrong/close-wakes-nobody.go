// Believes that who waits for room will see soon enough.
//
// Replaces: batcher.go
// Caught by: TestAddAfterClose
// Says: is woken and fails too

package batcher

import (
	"context"
	"sync"
	"time"
)

type Batcher struct {
	sender   Sender
	config   Config
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
}

func New(s Sender, c Config) *Batcher {
	b := &Batcher{sender: s, config: c}
	b.moved = make(chan struct{})
	b.sections = []*section{newSection()}
	b.current = &collection{Batch: NewBatch(c.MaxMessages, c.MaxBytes)}
	return b
}

func (b *Batcher) Add(ctx context.Context, message []byte, result func(error)) error {
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
}

func (b *Batcher) Flush(ctx context.Context) error {
	b.mu.Lock()
	s := b.cut()
	b.mu.Unlock()
	select {
	case <-s.complete:
		return s.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (b *Batcher) Close() error {
	b.mu.Lock()
	if b.last == nil {
		b.last = b.cut()
	}
	s := b.last
	b.mu.Unlock()
	<-s.complete
	return s.err
}

func (b *Batcher) Stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stats
}
