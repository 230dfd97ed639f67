// Believes that what can be sent now should be sent now.
//
// Replaces: flight.go
// Caught by: TestCalls, TestAddSendsFull
// Says: save system calls

package batcher

import "time"

type item struct {
	number  int
	result  func(error)
	section *section
}

type collection struct {
	*Batch
	items []item
	left  int // messages under way
}

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
	if b.inFlight == 0 {
		b.send()
	}
	return nil, nil
}

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

func (b *Batcher) empty() *Batch {
	if n := len(b.free); n > 0 {
		e := b.free[n-1]
		b.free = b.free[:n-1]
		return e
	}
	return NewBatch(b.config.MaxMessages, b.config.MaxBytes)
}

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
