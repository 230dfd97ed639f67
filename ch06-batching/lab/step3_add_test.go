package batcher_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	batcher "sockbook/ch06-batching/lab"
)

// add gives words to a Batcher, and fails if it does not take one at once.
func add(t *testing.T, b *batcher.Batcher, words string) {
	t.Helper()
	for w := range strings.FieldsSeq(words) {
		p := background(func() error { return b.Add(t.Context(), []byte(w), nil) })
		if !p.returned() || p.err != nil {
			t.Fatalf("there is room for this message: Add takes it at once\ninput: %q\ngot: %v\nwant: returned <nil>", w, p)
		}
	}
}

// TestAddSendsFull looks at what is sent without a pause, and what is not.
func TestAddSendsFull(t *testing.T) {
	for _, c := range []struct{ why, add, want string }{
		{"a batch that is not full waits for more", "a b", "nothing"},
		{"a full batch is sent with its last message, not with the next one", "a b c", "a b c"},
		{"a batch is full with its last byte too", "12345 67890", "12345 67890"},
		{"a message that does not fit begins the next batch, and the one before is sent", "12345 678901", "12345"},
		{"messages keep their order, from batch to batch", "a b 123456789 c d", "a b | 123456789 c"},
	} {
		bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
			add(t, b, c.add)
			if got := k.sent(); got != c.want {
				t.Fatalf("%s\ninput: %s; 3 messages or 10 bytes a batch\ngot: %s\nwant: %s", c.why, c.add, got, c.want)
			}
		})
	}
}

// TestAddTooLarge adds what no batch can hold.
func TestAddTooLarge(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a")
		p := background(func() error { return b.Add(t.Context(), []byte("12345678901"), nil) })
		if !p.returned() || p.err != batcher.ErrTooLarge || k.count() > 0 {
			t.Fatalf("a message that is larger than any batch will never fit: it is refused at once, and changes nothing\ninput: a, then 11 bytes; 10 a batch\ngot: %v; sent %s\nwant: returned %v; sent nothing", p, k.sent(), batcher.ErrTooLarge)
		}
	})
}

// TestDelay looks at when a batch is sent that does not get full.
func TestDelay(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		began := time.Now()
		add(t, b, "a")
		time.Sleep(3 * ms)
		add(t, b, "b")
		time.Sleep(20 * ms)
		if got := k.when(began); got != "a b at 5ms" {
			t.Fatalf("the delay is how long the first message of a batch waits: a later one does not start it anew, and nothing needs to come for it to end\ninput: a at 0s, b at 3ms; MaxDelay 5ms\ngot: %s\nwant: a b at 5ms", got)
		}
	})
}

// TestDelayOfEachBatch has a batch get full while its delay runs.
func TestDelayOfEachBatch(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		began := time.Now()
		add(t, b, "a")
		time.Sleep(3 * ms)
		add(t, b, "b c d")
		time.Sleep(20 * ms)
		if got := k.when(began); got != "a b c at 3ms, d at 8ms" {
			t.Fatalf("each batch has a delay of its own: that of a batch that is gone must not send the next one early, and the next one has one too\ninput: a at 0s, b c d at 3ms; MaxDelay 5ms\ngot: %s\nwant: a b c at 3ms, d at 8ms", got)
		}
	})
}

// TestResults asks each message what became of it.
func TestResults(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		k.take = refusing(map[string]error{"BAD": errNoRoute})
		got := make(map[string]string)
		for _, w := range []string{"a", "BAD", "c", "d", "e", "f"} {
			_ = b.Add(t.Context(), []byte(w), func(err error) { got[w] += fmt.Sprintf("(%v)", err) })
		}
		if before := fmt.Sprint(got); before != "map[BAD:(no route to host)]" {
			t.Fatalf("a message that is taken is not yet sent: its result comes with its completion, and a refusal's at once\ninput: a BAD c d e f, nothing completed\ngot: %s\nwant: map[BAD:(no route to host)]", before)
		}
		k.complete(3, errRefused)
		k.complete(2, nil)
		k.complete(0, nil)
		want := "map[BAD:(no route to host) a:(<nil>) c:(<nil>) d:(connection refused) e:(connection refused) f:(connection refused)]"
		if fmt.Sprint(got) != want {
			t.Fatalf("each message is told its own result, once: the error of one is not that of the batch\ninput: a BAD c d e f; d e f are completed first, with an error\ngot: %v\nwant: %s", got, want)
		}
	})
}

// TestFlush waits for everything that was given before.
func TestFlush(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		k.take = taking(3, 1)
		add(t, b, "a b c d e")
		p := background(func() error { return b.Flush(t.Context()) })
		if got := k.sent(); got != "a b c | d | e" {
			t.Fatalf("Flush sends what is collected, however little, and all of it\ninput: a b c d e, and a kernel that takes 3, 1, and then all\ngot: %s\nwant: a b c | d | e", got)
		}
		for _, i := range []int{1, 2, 0} {
			if p.returned() {
				t.Fatalf("Flush is a barrier: it returns when every message is complete that was given before, those of earlier batches too\ninput: calls a b c, d and e; call %d is not complete\ngot: %v\nwant: still waiting", i+1, p)
			}
			k.complete(i, nil)
		}
		if !p.returned() || p.err != nil {
			t.Fatalf("all that was given is complete\ngot: %v\nwant: returned <nil>", p)
		}
	})
}

// TestFlushWaitsForNoMore gives messages while a Flush waits.
func TestFlushWaitsForNoMore(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a")
		p := background(func() error { return b.Flush(t.Context()) })
		add(t, b, "b c d")
		k.complete(0, nil)
		if !p.returned() {
			t.Fatalf("Flush waits for what was given before it, and not for what comes after: others may add for ever\ninput: a, Flush, then b c d; a is complete\ngot: %v\nwant: returned <nil>", p)
		}
	})
}

// TestFlushError has messages fail, not in their order.
func TestFlushError(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a b c d e f")
		k.complete(1, errTooLong)
		k.complete(0, errRefused)
		for i, want := range []error{errRefused, nil} {
			if p := background(func() error { return b.Flush(t.Context()) }); !p.returned() || p.err != want {
				t.Fatalf("Flush reports the error of the first message that failed, by the order of Add and not of completion, and the next Flush answers only for what came after\ninput: a b c fail with %q after d e f with %q; Flush %d\ngot: %v\nwant: returned %v", errRefused, errTooLong, i+1, p, want)
			}
		}
		if k.count() != 2 {
			t.Fatalf("if nothing is collected, nothing is sent\ngot: %d calls\nwant: 2", k.count())
		}
	})
}

// TestFlushContext has a caller who does not wait for ever.
func TestFlushContext(t *testing.T) {
	bubble(t, usual, func(t *testing.T, k *kernel, b *batcher.Batcher) {
		add(t, b, "a")
		ctx, stop := context.WithCancelCause(t.Context())
		p := background(func() error { return b.Flush(ctx) })
		stop(errTooLong)
		if !p.returned() || p.err != errTooLong {
			t.Fatalf("a caller who has waited long enough is not kept waiting, and is told the cause\ninput: a, not completed; ctx ends\ngot: %v\nwant: returned %v", p, errTooLong)
		}
		synctest.Wait()
	})
}
