package sockerrors

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A storm is what a server sees whose clients have all been cut off at once.
// It takes so many attempts in each slot of time, and refuses the others.
type storm struct {
	clients  int
	slot     time.Duration
	capacity int // attempts a slot
}

// A course is how a storm went.
type course struct {
	arrivals []int // attempts, slot by slot
	served   time.Duration
}

// Storm reckons what three policies make of one failure. Nothing is sent, and
// no time passes: the arithmetic is [RetryPolicy]'s own.
func Storm(ctx context.Context, out io.Writer) error {
	s := storm{clients: 200, slot: 100 * time.Millisecond, capacity: 10}
	fmt.Fprintf(out, "%d clients are cut off at once; the server takes %d in %v.\n", s.clients, s.capacity, s.slot)
	fmt.Fprintf(out, "%-20s %8s %7s %7s  %s\n", "", "attempts", "refused", "busiest", "the last is served")
	exactly := func(bound time.Duration) time.Duration { return bound }
	pauses := rand.New(rand.NewPCG(8, 8)) // the same in every run
	atRandom := func(bound time.Duration) time.Duration {
		return time.Duration(pauses.Int64N(int64(bound + 1)))
	}
	var bars strings.Builder
	for _, p := range []struct {
		name   string
		policy RetryPolicy
	}{
		{"always 400ms", RetryPolicy{Base: 400 * time.Millisecond, Max: 400 * time.Millisecond, Jitter: exactly}},
		{"doubled", RetryPolicy{Base: 400 * time.Millisecond, Max: 6400 * time.Millisecond, Jitter: exactly}},
		{"doubled, full jitter", RetryPolicy{Base: 400 * time.Millisecond, Max: 6400 * time.Millisecond, Jitter: atRandom}},
	} {
		c := s.rage(p.policy)
		attempts := c.attempts()
		fmt.Fprintf(out, "%-20s %8d %7d %7d  after %v\n", p.name, attempts, attempts-s.clients, slices.Max(c.arrivals), c.served)
		fmt.Fprintf(&bars, "%-20s %s\n", p.name, c.bars(40, s.clients))
	}
	fmt.Fprintf(out, "The first %v, a column for each slot:\n%s", 40*s.slot, bars.String())
	return ctx.Err()
}

// rage lets the clients try until each is served. In a slot the first come are
// served first.
func (s storm) rage(p RetryPolicy) course {
	type client struct {
		at       time.Duration // of the next attempt
		failures int
	}
	waiting := make([]client, s.clients)
	var c course
	for now := time.Duration(0); len(waiting) > 0; now += s.slot {
		slices.SortStableFunc(waiting, func(a, b client) int { return int(a.at - b.at) })
		came := 0
		for came < len(waiting) && waiting[came].at < now+s.slot {
			came++
		}
		for i := s.capacity; i < came; i++ {
			w := &waiting[i]
			w.failures++
			w.at += p.jitter(p.bound(w.failures))
		}
		waiting = waiting[min(came, s.capacity):]
		c.arrivals = append(c.arrivals, came)
		c.served = now + s.slot
	}
	return c
}

func (c course) attempts() (n int) {
	for _, came := range c.arrivals {
		n += came
	}
	return n
}

// bars draws the first slots, full being the height of that many attempts.
func (c course) bars(slots, full int) string {
	const heights = " ▁▂▃▄▅▆▇█"
	levels := []rune(heights)
	var b strings.Builder
	for _, came := range c.arrivals[:min(slots, len(c.arrivals))] {
		top := len(levels) - 1
		b.WriteRune(levels[(came*top+full-1)/full]) // any at all show
	}
	return strings.TrimRight(b.String(), " ")
}
