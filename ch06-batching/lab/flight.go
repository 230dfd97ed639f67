package batcher

import "time"

// This file is yours: for batches under way, or whatever batcher.go needs.
//
// BEGIN SOLUTION: what is known of a message and of a batch, and their ways

// An item is what is known of a message, beside its bytes.
type item struct {
	number  int
	result  func(error)
	section *section
}

// A collection is a batch, and what is known of its messages.
type collection struct {
	*Batch
	items []item
	left  int // messages under way
}

// offer takes a message, and then returns nil. If there is no room, it returns
// a channel that is closed when there may be. b.mu is not held.
func (b *Batcher) offer(message []byte, result func(error)) (wait chan struct{}, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last != nil {
		return nil, ErrClosed
	}
	if !b.current.Add(message) {
		b.send()
		if !b.current.Add(message) {
			return b.moved, nil
		}
	}
	if len(b.current.items) == 0 {
		b.startTimer()
	}
	s := b.sections[len(b.sections)-1]
	s.left++
	b.messages++
	b.current.items = append(b.current.items, item{b.messages, result, s})
	b.stats.Messages++
	b.stats.Bytes += len(message)
	if b.current.Full() {
		b.send()
	}
	return nil, nil
}

// startTimer sends the current batch after MaxDelay. A timer that has fired may
// be waiting for b.mu while its batch goes out: then it is not the current one.
func (b *Batcher) startTimer() {
	c := b.current
	b.timer = time.AfterFunc(b.config.MaxDelay, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.current == c {
			b.send()
		}
	})
}

// send hands the current batch over, now or as soon as there is room.
func (b *Batcher) send() {
	if len(b.current.items) == 0 {
		return
	}
	if b.due = b.inFlight == b.config.MaxInFlight; b.due {
		return
	}
	b.timer.Stop()
	c := b.current
	c.left = len(c.items)
	b.inFlight++
	b.stats.Batches++
	b.current = &collection{Batch: b.empty()}
	calls, refused := SendAll(b.sender, c.Messages(), func(first, n int, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.completed(c, first, n, err)
		if b.due {
			b.send()
		}
	})
	b.stats.Calls += calls
	for _, r := range refused {
		b.completed(c, r.Index, 1, r.Err)
	}
}

// empty is a batch that nobody uses.
func (b *Batcher) empty() *Batch {
	if n := len(b.free); n > 0 {
		e := b.free[n-1]
		b.free = b.free[:n-1]
		return e
	}
	return NewBatch(b.config.MaxMessages, b.config.MaxBytes)
}

// completed notes that n messages of c are.
func (b *Batcher) completed(c *collection, first, n int, err error) {
	for _, i := range c.items[first : first+n] {
		i.section.note(i.number, err)
		if err != nil {
			b.stats.Failed++
		}
		if i.result != nil {
			i.result(err)
		}
	}
	if c.left -= n; c.left == 0 {
		b.inFlight--
		c.Reset()
		b.free = append(b.free, c.Batch)
		b.wake()
	}
	b.settle()
}

// END SOLUTION
