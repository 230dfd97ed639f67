package batcher_test

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"

	batcher "sockbook/ch06-batching/lab"
)

// TestInFlight fills a Batcher until nothing fits.
func TestInFlight(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		k.take = taking(1, 1, 1)
		add(t, b, "a b c d e f g h i")
		if got := k.sent(); got != "a | b | c | d e f" {
			t.Fatalf("so many batches are under way at once and no more, however many calls each of them took\ninput: a b c d e f g h i, 3 a batch, 2 under way, nothing complete\ngot: %s\nwant: a | b | c | d e f", got)
		}
		p := background(func() error { return b.Add(t.Context(), []byte("j"), nil) })
		if p.returned() {
			t.Fatalf("two batches are under way and one is full: there is no room, and Add waits, for memory without end is no queue\ngot: %v\nwant: still waiting", p)
		}
		k.complete(0, nil)
		k.complete(1, nil)
		if p.returned() {
			t.Fatalf("a batch is under way until its last message is complete: a part of it makes no room\ninput: of a b c, a and b are complete\ngot: %v\nwant: still waiting", p)
		}
		k.complete(2, nil)
		if got := k.sent(); !p.returned() || p.err != nil || got != "a | b | c | d e f | g h i" {
			t.Fatalf("a batch is complete: the one that waited goes out by itself, and Add has room\ngot: %v; sent %s\nwant: returned <nil>; sent a | b | c | d e f | g h i", p, got)
		}
	})
}

// TestDelayWhileNoneMayGo has a delay end when no batch may be sent.
func TestDelayWhileNoneMayGo(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		began := time.Now()
		add(t, b, "a b c d e f g")
		time.Sleep(7 * ms)
		k.complete(1, nil)
		if got := k.when(began); got != "a b c at 0s, d e f at 0s, g at 7ms" {
			t.Fatalf("a batch whose delay has ended while no more might be under way is overdue: it goes with the next completion\ninput: a b c d e f g at 0s; d e f are complete at 7ms; MaxDelay 5ms\ngot: %s\nwant: a b c at 0s, d e f at 0s, g at 7ms", got)
		}
	})
}

// TestAddContext has a caller give up waiting for room.
func TestAddContext(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a b c d e f g h i")
		ctx, stop := context.WithCancelCause(t.Context())
		told := 0
		p := background(func() error { return b.Add(ctx, []byte("j"), func(error) { told++ }) })
		stop(errTooLong)
		if !p.returned() || p.err != errTooLong {
			t.Fatalf("who waits for room may give up: ctx ends the waiting, and its cause is the error\ngot: %v\nwant: returned %v", p, errTooLong)
		}
		k.finish()
		time.Sleep(20 * ms)
		if got := k.sent(); got != "a b c | d e f | g h i" || told != 0 {
			t.Fatalf("a message whose Add has failed is not taken: it is not sent, and has no result\ngot: %s; results %d\nwant: a b c | d e f | g h i; results 0", got, told)
		}
	})
}

// TestClose closes twice, while messages are under way.
func TestClose(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a b c d")
		first := background(func() error { return b.Close() })
		second := background(func() error { return b.Close() })
		if got := k.sent(); got != "a b c | d" || first.returned() || second.returned() {
			t.Fatalf("Close sends what is collected and waits until nothing is under way, each time it is called\ninput: a b c d, nothing complete; Close twice\ngot: %s; %v; %v\nwant: a b c | d; still waiting; still waiting", got, first, second)
		}
		k.complete(1, nil)
		k.complete(0, errRefused)
		if !first.returned() || !second.returned() || first.err != errRefused || second.err != errRefused {
			t.Fatalf("Close reports what its Flush does, and a second one the same\ngot: %v; %v\nwant: returned %v, twice", first, second, errRefused)
		}
	})
}

// TestAddAfterClose adds to a Batcher that is closed, or is being closed.
func TestAddAfterClose(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a b c d e f g h i")
		waits := background(func() error { return b.Add(t.Context(), []byte("j"), nil) })
		background(func() error { return b.Close() })
		after := background(func() error { return b.Add(t.Context(), []byte("k"), nil) })
		if !waits.returned() || !after.returned() || waits.err != batcher.ErrClosed || after.err != batcher.ErrClosed {
			t.Fatalf("from the beginning of Close on Add fails, and an Add that waits for room is woken and fails too: what it took now nobody would flush\ngot: waiting: %v; later: %v\nwant: returned %v, both", waits, after, batcher.ErrClosed)
		}
	})
}

// TestBuffersInFlight has the caller and the Batcher use memory again.
func TestBuffersInFlight(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		buf := make([]byte, 2)
		for i := range 60 {
			copy(buf, fmt.Sprintf("%02d", i))
			p := background(func() error { return b.Add(t.Context(), buf, nil) })
			if !p.returned() {
				k.complete(k.count()-1, nil) // the first one stays under way
			}
			p.returned()
		}
		k.finish()
		if k.spoiled != "" {
			t.Fatalf("what Send took is the kernel's until it says that it is complete: nobody writes to it before\ninput: 60 messages, 2 batches under way, of which the first is completed last\ngot: %s\nwant: the bytes that were given", k.spoiled)
		}
		if n := len(k.memory); n > usual.MaxInFlight+1 {
			t.Fatalf("a batch that is complete is used again: with 2 under way and 1 collected there are 3 buffers\ninput: 20 batches, one after the other\ngot: %d buffers\nwant: 3 at most", n)
		}
	})
}

// TestStats counts.
func TestStats(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		k.take = refusing(map[string]error{"BAD": errNoRoute})
		add(t, b, "a BAD cc")
		_ = b.Add(t.Context(), []byte("12345678901"), nil)
		add(t, b, "d")
		want := batcher.Stats{Messages: 4, Bytes: 7, Batches: 1, Calls: 3, Failed: 1}
		if got := b.Stats(); got != want {
			t.Fatalf("what was taken counts as a message, what was handed over as a batch, each Send as a call, and a message that failed as failed; one that Add refused does not count\ninput: a BAD cc, 11 bytes, d\ngot: %+v\nwant: %+v", got, want)
		}
	})
}

// TestCalls counts system calls.
func TestCalls(t *testing.T) {
	c := batcher.Config{MaxMessages: 64, MaxBytes: 64 << 10, MaxDelay: ms, MaxInFlight: 2}
	bubble(t, c, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		for i := range 1000 {
			p := background(func() error { return b.Add(t.Context(), fmt.Append(nil, i), nil) })
			k.finish()
			p.returned()
		}
		p := background(func() error { return b.Flush(t.Context()) })
		k.finish()
		if !p.returned() || k.count() != 16 || b.Stats().Messages != 1000 {
			t.Fatalf("a batcher is there to save system calls: 1,000 messages, 64 at a time, are 15 calls and one for the rest\ngot: %d calls for %d messages; Flush %v\nwant: 16 calls for 1000", k.count(), b.Stats().Messages, p)
		}
	})
}

// TestTogether has a kernel that takes what it likes, and refuses some.
func TestTogether(t *testing.T) {
	for seed := range int64(20) {
		bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
			dice := rand.New(rand.NewSource(seed))
			k.take = func(_ int, batch []string) (int, error) {
				if dice.Intn(5) == 0 {
					return 0, errNoRoute
				}
				return 1 + dice.Intn(len(batch)), nil
			}
			var want, got string
			for i := range 200 {
				m := fmt.Sprint(i)
				want += m + " "
				p := background(func() error { return b.Add(t.Context(), []byte(m), nil) })
				for j := 0; !p.returned() && j < k.count(); j++ {
					k.complete(j, nil)
				}
			}
			background(func() error { return b.Flush(t.Context()) })
			k.finish()
			for _, c := range k.calls {
				for _, m := range c.offered[:max(c.n, 1)] {
					got += m + " "
				}
			}
			if got != want || k.spoiled != "" {
				t.Fatalf("whatever the kernel takes of each call, every message goes out once, in order and unharmed\ninput: seed %d, messages 0 to 199\ngot: %s (%s)\nwant: %s", seed, got, k.spoiled, want)
			}
		})
	}
}
