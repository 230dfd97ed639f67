// Believes that a number that is doubled grows.
//
// Replaces: retry.go
// Caught by: TestBoundOfThePause
// Says: makes a Duration negative, or 0

package failure

import (
	"context"
	"errors"
	"time"
)

func Do(ctx context.Context, p Policy, op func(context.Context) error) error {
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
}

func reason(ctx context.Context, p Policy, attempt int, err error, pause time.Duration) Why {
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
}

func bound(p Policy, attempt int) time.Duration {
	return min(p.Base<<(attempt-1), p.Max)
}

func wait(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
