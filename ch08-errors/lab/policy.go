package failure

import (
	"fmt"
	"sync"
	"time"
)

// A Policy says how Do repeats a request.
type Policy struct {
	System     System        // whose numbers the errors have
	Attempts   int           // in all, the first included; less than 1 is 1
	Base       time.Duration // the longest that the first pause may be; doubles each time
	Max        time.Duration // the longest that any pause may be
	Idempotent bool          // to execute it twice is as good as once
	Budget     *Budget       // shared with other requests to the server; nil: none

	// Random returns a duration from 0 to bound, all equally likely.
	Random func(bound time.Duration) time.Duration
}

// A GaveUp is the error of Do.
type GaveUp struct {
	Attempts int   // how often the request was tried
	Why      Why   // there is no further attempt
	Err      error // of the last attempt
}

func (g *GaveUp) Error() string {
	return fmt.Sprintf("gave up after %d attempts, %s: %v", g.Attempts, g.Why, g.Err)
}

// Unwrap makes errors.Is and errors.As see Err.
func (g *GaveUp) Unwrap() error { return g.Err }

// A Why is a reason not to try again.
type Why string

const (
	Stopped    Why = "the context has ended"
	Hopeless   Why = "another would fail alike"
	MaybeDone  Why = "it may have been executed"
	NoAttempts Why = "no attempt is left"
	NoTime     Why = "the deadline comes first"
	NoBudget   Why = "the budget is spent"
)

// A Budget bounds the repetitions of all requests that share it: one for every
// so many requests, and some saved up. Without it, a server that fails has
// several times the load that it failed under. A nil Budget allows everything.
type Budget struct {
	mu    sync.Mutex
	saved int // requests that have not been used up
	each  int // the price of a repetition, in requests
	max   int // the most that is saved
}

// NewBudget allows one repetition for each so many requests, and saves up at
// most max repetitions, with which it begins.
func NewBudget(each, max int) *Budget {
	return &Budget{saved: each * max, each: each, max: each * max}
}

// Earn counts a request.
func (b *Budget) Earn() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.max, b.saved+1)
}

// Spend takes one repetition out of the budget, or forbids it.
func (b *Budget) Spend() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.saved < b.each {
		return false
	}
	b.saved -= b.each
	return true
}
