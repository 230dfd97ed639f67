package failure

import (
	"context"
	"errors"
	"time"
)

// Do calls op with ctx until it succeeds, and then returns nil. An error of op
// is one that a request got instead of an answer. After each, Do gives up if
//
//   - ctx has ended (Stopped)
//   - Decide says that it is never to be repeated (Hopeless)
//   - Decide says IfIdempotent, and p does not say that it is (MaybeDone)
//   - that was the last of p.Attempts (NoAttempts)
//   - the pause would end at ctx's deadline or later (NoTime)
//   - p.Budget allows no repetition (NoBudget)
//
// asked in this order, for the first that holds is Why, and what is taken from
// the budget is used. Do earns for p.Budget once, before the first attempt.
//
// If it does not give up, it pauses, for what p.Random returns for the bound:
// p.Base after the first failure, twice as much after each further one, and
// p.Max at most. If ctx ends in the pause Do gives up at once (Stopped).
//
// The error is a *GaveUp whose Err is the last attempt's error; where Why is
// Stopped it also wraps the cause of ctx. If ctx has ended before Do begins,
// op is not called.
func Do(ctx context.Context, p Policy, op func(context.Context) error) error {
	// BEGIN SOLUTION: try, judge, pause, and try again
	if ctx.Err() != nil {
		return &GaveUp{0, Stopped, context.Cause(ctx)}
	}
	p.Budget.Earn()
	for attempt := 1; ; attempt++ {
		err := op(ctx)
		if err == nil {
			return nil
		}
		pause := p.Random(bound(p, attempt))
		why := reason(ctx, p, attempt, err, pause)
		if why == "" && !wait(ctx, pause) {
			why = Stopped
		}
		if why == Stopped {
			err = errors.Join(err, context.Cause(ctx))
		}
		if why != "" {
			return &GaveUp{attempt, why, err}
		}
	}
	// END SOLUTION
}

// reason says why there is to be no attempt after this one, which failed with
// err; "" if there is one, after the pause.
func reason(ctx context.Context, p Policy, attempt int, err error, pause time.Duration) Why {
	// BEGIN SOLUTION: ask for each reason to give up, in order
	repeat := Decide(err, p.System).Repeat
	deadline, limited := ctx.Deadline()
	switch {
	case ctx.Err() != nil:
		return Stopped
	case repeat == Never:
		return Hopeless
	case repeat == IfIdempotent && !p.Idempotent:
		return MaybeDone
	case attempt >= p.Attempts:
		return NoAttempts
	case limited && time.Until(deadline) <= pause:
		return NoTime
	case !p.Budget.Spend():
		return NoBudget
	}
	return ""
	// END SOLUTION
}

// bound is the longest that the pause after an attempt may be. The first
// attempt is 1.
func bound(p Policy, attempt int) time.Duration {
	// BEGIN SOLUTION: double the bound for each failure, up to Max
	bound := p.Base
	for ; attempt > 1; attempt-- {
		if bound > p.Max/2 {
			return p.Max // twice as much may be more than a Duration can say
		}
		bound *= 2
	}
	return min(bound, p.Max)
	// END SOLUTION
}

// wait pauses, and returns false at once when ctx ends.
func wait(ctx context.Context, pause time.Duration) bool {
	// BEGIN SOLUTION: wait for the pause, or for the end of ctx
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
	// END SOLUTION
}
