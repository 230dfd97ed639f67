package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A RetryPolicy says when to try again, how often, and after what pause. The
// zero value never does.
type RetryPolicy struct {
	Attempts   int           // in all, the first included
	Base       time.Duration // upper bound of the first pause; doubles each time
	Max        time.Duration // upper bound of every pause
	Each       time.Duration // for one attempt; 0: as long as the context lasts
	Idempotent bool          // doing it twice is as good as once (RFC 9110 section 9.2.2)
	Budget     *RetryBudget  // shared with other calls to the same server; nil: none

	// Jitter chooses a pause from 0 to bound. Nil chooses evenly: full jitter.
	Jitter func(bound time.Duration) time.Duration

	// Failed is told of each failed attempt that will be repeated, before the
	// pause. Nil: nobody is.
	Failed func(attempt int, err error, pause, bound time.Duration)
}

// A GaveUp is the error of [Retry]: the last attempt's, and why it was the
// last. errors.Is and errors.As see the attempt's error.
type GaveUp struct {
	Attempts int
	Why      string
	Err      error
}

func (g *GaveUp) Error() string {
	return fmt.Sprintf("attempt %d was the last, %s: %v", g.Attempts, g.Why, g.Err)
}

func (g *GaveUp) Unwrap() error { return g.Err }

// Retry calls op until it succeeds, or its error or the policy forbids another
// attempt. [RepeatAfter] judges the error. The error is a *GaveUp.
//
// Clients that were cut off together would come again together, if their
// pauses were equal; a random pause spreads them out, and a bound that doubles
// makes room for a server that needs it.
func Retry(ctx context.Context, p RetryPolicy, op func(context.Context) error) error {
	p.Budget.deposit()
	for attempt := 1; ; attempt++ {
		err := p.try(ctx, op)
		if err == nil {
			return nil
		}
		bound := p.bound(attempt)
		pause := p.jitter(bound)
		if why := p.last(ctx, attempt, err, pause); why != "" {
			return &GaveUp{attempt, why, err}
		}
		if p.Failed != nil {
			p.Failed(attempt, err, pause, bound)
		}
		if !wait(ctx, pause) {
			return &GaveUp{attempt, "cancelled in the pause", errors.Join(err, context.Cause(ctx))}
		}
	}
}

// try is one attempt, with its own time limit.
func (p *RetryPolicy) try(ctx context.Context, op func(context.Context) error) error {
	if p.Each > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, p.Each)
		defer stop()
	}
	return op(ctx)
}

// last says why there is to be no further attempt, or "". The budget is asked
// last: what it gives is spent.
func (p *RetryPolicy) last(ctx context.Context, attempt int, err error, pause time.Duration) string {
	repeat := RepeatAfter(err)
	deadline, limited := ctx.Deadline()
	switch {
	case ctx.Err() != nil:
		return "cancelled"
	case repeat == RepeatNever:
		return "the next would fail alike"
	case repeat == RepeatIfIdempotent && !p.Idempotent:
		return "the request may have been executed"
	case attempt >= p.Attempts:
		return "no more are allowed"
	case limited && time.Until(deadline) <= pause:
		return "the deadline comes before the next"
	case !p.Budget.withdraw():
		return "the budget is spent"
	}
	return ""
}

// bound is the longest pause after that attempt: Base, doubled for each
// attempt after the first, and Max at most.
func (p *RetryPolicy) bound(attempt int) time.Duration {
	bound := p.Base
	for ; attempt > 1 && bound < p.Max; attempt-- {
		bound *= 2
	}
	return min(bound, p.Max)
}

func (p *RetryPolicy) jitter(bound time.Duration) time.Duration {
	if p.Jitter != nil {
		return p.Jitter(bound)
	}
	return rand.N(bound + 1) // from 0 to bound, both included
}

// wait returns false if ctx ends first.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
