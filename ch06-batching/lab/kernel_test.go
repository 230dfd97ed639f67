package batcher_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	batcher "sockbook/ch06-batching/lab"
)

// A kernel is a Sender that a test looks into. What it takes it keeps until the
// test completes it, and then overwrites it: nobody may rely on it any more.
type kernel struct {
	mu      sync.Mutex
	take    func(call int, batch []string) (int, error) // how many; nil: all
	calls   []call
	spoiled string         // the first message that changed while it was the kernel's
	memory  map[*byte]bool // where the batches lay; it keeps them from being collected
}

// A call is one Send.
type call struct {
	at      time.Time
	offered []string
	n       int
	err     error
	taken   [][]byte
	done    func(error)
	over    bool
}

func (k *kernel) Send(batch [][]byte, done func(error)) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := call{at: time.Now(), done: done, n: len(batch)}
	for _, m := range batch {
		c.offered = append(c.offered, string(m))
	}
	if k.take != nil {
		c.n, c.err = k.take(len(k.calls), c.offered)
	}
	c.taken = append(c.taken, batch[:c.n]...)
	if c.n > 0 && len(batch[0]) > 0 {
		if k.memory == nil {
			k.memory = map[*byte]bool{}
		}
		k.memory[unsafe.SliceData(batch[0])] = true
	}
	k.calls = append(k.calls, c)
	if len(batch) > 0 && c.n == 0 && c.err == nil {
		panic("the test's kernel took nothing and said nothing")
	}
	return c.n, c.err
}

// complete ends what a call has taken: it looks whether the bytes are as they
// were given, overwrites them, and tells.
func (k *kernel) complete(i int, err error) {
	k.mu.Lock()
	if i < 0 || i >= len(k.calls) || k.calls[i].over || k.calls[i].n == 0 {
		k.mu.Unlock()
		return
	}
	c := &k.calls[i]
	c.over = true
	for j, m := range c.taken {
		if string(m) != c.offered[j] && k.spoiled == "" {
			k.spoiled = fmt.Sprintf("%q has become %q", c.offered[j], m)
		}
		copy(m, bytes.Repeat([]byte{'#'}, len(m)))
	}
	done := c.done
	k.mu.Unlock()
	done(err)
}

// finish completes all that is under way, and what follows it.
func (k *kernel) finish() {
	for i := 0; i < k.count(); i++ {
		k.complete(i, nil)
	}
}

func (k *kernel) count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.calls)
}

// underWay is how many calls have taken something that is not complete.
func (k *kernel) underWay() (n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.calls {
		if c.n > 0 && !c.over {
			n++
		}
	}
	return n
}

// sent are the messages that were taken or refused, call by call: "a b | c".
func (k *kernel) sent() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []string
	for _, c := range k.calls {
		n := c.n
		if c.err != nil {
			n = 1
		}
		all = append(all, strings.Join(c.offered[:n], " "))
	}
	if all == nil {
		return "nothing"
	}
	return strings.Join(all, " | ")
}

// when are the times of the calls, since began.
func (k *kernel) when(began time.Time) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []string
	for _, c := range k.calls {
		all = append(all, strings.Join(c.offered, " ")+" at "+c.at.Sub(began).String())
	}
	return strings.Join(all, ", ")
}

const ms = time.Millisecond

// usual is what most tests ask for: 3 messages, 10 bytes, 5ms, 2 under way.
var usual = batcher.Config{MaxMessages: 3, MaxBytes: 10, MaxDelay: 5 * ms, MaxInFlight: 2}

// bubble runs a test in time of its own, with a Batcher, which it closes at the
// end.
func bubble(t *testing.T, c batcher.Config, f func(t *testing.T, k *kernel, b *batcher.Batcher)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		k := &kernel{}
		b := batcher.New(k, c)
		defer tidy(k, b)
		f(t, k, b)
	})
}

// tidy closes a Batcher whatever it believes: a test that has failed has said
// why, and must not end in a panic about goroutines that it left.
func tidy(k *kernel, b *batcher.Batcher) {
	k.mu.Lock()
	k.take = nil
	k.mu.Unlock()
	closed := background(func() error { return b.Close() })
	for range 1000 {
		if closed.returned() && k.underWay() == 0 {
			return
		}
		k.finish()
	}
}

// A pending is a call that may not have returned yet.
type pending struct {
	done chan struct{}
	err  error
}

// background calls f, and returns when f has returned or waits.
func background(f func() error) *pending {
	p := &pending{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.err = f()
	}()
	synctest.Wait()
	return p
}

// returned reports whether it has, when everything stands still.
func (p *pending) returned() bool {
	synctest.Wait()
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *pending) String() string {
	if !p.returned() {
		return "still waiting"
	}
	return fmt.Sprintf("returned %v", p.err)
}
