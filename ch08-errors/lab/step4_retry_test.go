package failure_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"slices"
	"syscall"
	"testing"
	"time"

	failure "sockbook/ch08-errors/lab"
)

// TestDoOnce makes a request that succeeds.
func TestDoOnce(t *testing.T) {
	in(t, func(t *testing.T) {
		r := request{t: t, errs: []error{nil}}
		if err := r.do(t.Context(), patient()); err != nil || len(r.at) != 1 || r.took != 0 {
			t.Fatalf("what succeeds at once is done at once, and once\ngot: %s\nwant: success, with attempts after [0s]", r.made(err))
		}
	})
}

// TestDoTriesAgain makes a request that succeeds at the third attempt.
func TestDoTriesAgain(t *testing.T) {
	in(t, func(t *testing.T) {
		r := request{t: t, errs: []error{refused, refused, nil}}
		if err := r.do(t.Context(), patient()); err != nil || len(r.at) != 3 {
			t.Fatalf("a refused connection is worth another attempt, and another one\ninput: refused, refused, then success; Attempts 5\ngot: %s\nwant: success, with 3 attempts", r.made(err))
		}
	})
}

// together is what a pause shows that nothing is drawn for.
const together = "clients that failed together come again together, if nothing draws lots between them: Random was not asked"

// TestFullJitter compares what Random was asked for, and what was made of its
// answers.
func TestFullJitter(t *testing.T) {
	for _, part := range []time.Duration{10, 1000000} {
		in(t, func(t *testing.T) {
			const s = time.Second
			r := request{t: t, errs: []error{refused}, random: func(bound time.Duration) time.Duration { return bound / part }}
			_ = r.do(t.Context(), patient()) // of which TestAttempts is
			want := []time.Duration{4 * s, 8 * s, 16 * s, 32 * s}
			if len(r.bounds) == 0 {
				t.Fatalf("%s\ninput: 5 attempts, Base 4s\ngot: attempts after %v", together, r.at)
			}
			if got := r.bounds[:min(4, len(r.bounds))]; !slices.Equal(got, want) {
				t.Fatalf("the bound of the pause is Base after the first failure, twice as much after each further one, and Random draws from 0 to all of it\ninput: 5 attempts, Base 4s\ngot: Random asked for %v\nwant: %v",
					got, want)
			}
			for i := range r.at[1:] {
				if got := r.at[i+1] - r.at[i]; got != r.pauses[i] {
					t.Fatalf("full jitter is the whole pause by lot, from nothing on: what is added to it brings the clients together again\ninput: Random asked for %v\ngot: a pause of %v\nwant: %v, as Random said",
						r.bounds[i], got, r.pauses[i])
				}
			}
		})
	}
}

// TestBoundOfThePause fails a hundred times.
func TestBoundOfThePause(t *testing.T) {
	for _, most := range []time.Duration{time.Minute, math.MaxInt64} {
		in(t, func(t *testing.T) {
			r := request{t: t, errs: []error{refused}, random: func(time.Duration) time.Duration { return 0 }}
			p := failure.Policy{Attempts: 100, Base: 4 * time.Second, Max: most}
			_ = r.do(t.Context(), p) // of which TestAttempts is
			for i, got := range r.bounds {
				want := most
				if math.Ldexp(float64(p.Base), i) < float64(most) {
					want = p.Base << i
				}
				if got == want {
					continue
				}
				shows := "the bound is Base after the first failure, and twice as much after each further one"
				switch {
				case got > most:
					shows = "doubling has no end, and a pause must have one: p.Max at most"
				case got <= 0 || i > 0 && got < r.bounds[i-1]:
					shows = "doubling for long enough makes a Duration negative, or 0: its 63 bits of nanoseconds end at 292 years"
				}
				t.Fatalf("%s\ninput: Base 4s, Max %v, after failure %d\ngot: %v\nwant: %v", shows, most, i+1, got, want)
			}
			if len(r.bounds) < 99 {
				t.Fatalf("%s\ninput: 100 attempts, Base 4s, Max %v\ngot: asked %d times\nwant: at least 99", together, most, len(r.bounds))
			}
		})
	}
}

// TestAttempts fails more often than is allowed.
func TestAttempts(t *testing.T) {
	for _, attempts := range []int{-1, 0, 1, 2, 3} {
		in(t, func(t *testing.T) {
			r := request{t: t, errs: []error{refused}}
			p := patient()
			p.Attempts = attempts
			err := r.do(t.Context(), p)
			r.gaveUp("Attempts counts all of them, the first too; and when none is to follow, there is nothing to wait for",
				fmt.Sprintf("refused, always; Attempts %d", attempts), err, max(1, attempts), 0, failure.NoAttempts)
		})
	}
}

// TestHopeless fails with what would be the same another time.
func TestHopeless(t *testing.T) {
	for _, failed := range []error{
		&net.DNSError{Err: "no such host", IsNotFound: true},
		opError("dial", "connect", 22),
		onlyText("the shelf is empty"),
		context.Canceled,
		deadDial(t.Context()),
	} {
		in(t, func(t *testing.T) {
			r := request{t: t, errs: []error{failed}}
			p := patient()
			p.Idempotent = true
			err := r.do(t.Context(), p)
			r.gaveUp("not every failure is worth another attempt: this one comes again, or was wanted", tree(failed)+", always", err, 1, 0, failure.Hopeless)
		})
	}
}

// TestMaybeDone fails after the request may have been executed.
func TestMaybeDone(t *testing.T) {
	late := &net.OpError{Op: "read", Net: "tcp", Err: context.DeadlineExceeded}
	for _, failed := range []error{reset, opError("write", "sendto", 32), late} {
		in(t, func(t *testing.T) {
			r := request{t: t, errs: []error{failed}}
			err := r.do(t.Context(), patient())
			r.gaveUp("a request that may have been executed must not be made again, unless twice is as good as once", tree(failed)+", always; not idempotent", err, 1, 0, failure.MaybeDone)
		})
		in(t, func(t *testing.T) {
			r := request{t: t, errs: []error{failed, nil}}
			p := patient()
			p.Idempotent = true
			if err := r.do(t.Context(), p); err != nil {
				t.Fatalf("where twice is as good as once, doubt is no reason to give up\ninput: %s, then success; idempotent\ngot: %s\nwant: success", tree(failed), r.made(err))
			}
		})
	}
	in(t, func(t *testing.T) {
		r := request{t: t, errs: []error{refused, nil}}
		if err := r.do(t.Context(), patient()); err != nil {
			t.Fatalf("what was never sent was not executed: it may be made again, idempotent or not\ninput: %s, then success; not idempotent\ngot: %s\nwant: success", tree(refused), r.made(err))
		}
	})
}

// TestNoTimeLeft has a deadline before, at and after the end of the pause.
func TestNoTimeLeft(t *testing.T) {
	for _, limit := range []time.Duration{500 * time.Millisecond, 4 * time.Second} {
		in(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			r := request{t: t, errs: []error{refused}}
			err := r.do(ctx, patient())
			r.gaveUp("a pause that ends when all is over only keeps the caller waiting: give up now",
				"refused, always; a pause of 4s, and a deadline in "+limit.String(), err, 1, 0, failure.NoTime)
		})
	}
	in(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 4001*time.Millisecond)
		defer cancel()
		r := request{t: t, errs: []error{refused, nil}}
		if err := r.do(ctx, patient()); err != nil {
			t.Fatalf("a pause that ends before the deadline leaves time for an attempt\ninput: refused, then success; a pause of 4s, and a deadline in 4.001s\ngot: %s\nwant: success", r.made(err))
		}
	})
}

// errEnough is why a caller of these tests has had enough.
var errEnough = errors.New("the user has closed the window")

// TestContextEndsInThePause cancels the context two seconds into a pause.
func TestContextEndsInThePause(t *testing.T) {
	in(t, func(t *testing.T) {
		ctx, stop := context.WithCancelCause(t.Context())
		defer stop(nil)
		time.AfterFunc(2*time.Second, func() { stop(errEnough) })
		r := request{t: t, errs: []error{refused}}
		err := r.do(ctx, patient())
		const input = "refused, always; a pause of 4s, and a caller who cancels after 2s"
		r.gaveUp("a pause is a wait like any other: the end of the context ends it, at once", input, err, 1, 2*time.Second, failure.Stopped)
		r.keeps(input, err, syscall.Errno(111), errEnough)
	})
}

// keeps checks that an error wraps others.
func (r *request) keeps(input string, err error, all ...error) {
	r.t.Helper()
	for _, want := range all {
		if !errors.Is(err, want) {
			r.t.Fatalf("an error that hides its cause cannot be judged by the next one: wrap what happened, and why it ended\ninput: %s\ngot: %s\nwant: an error that wraps %s",
				input, r.made(err), tree(want))
		}
	}
}

// TestContextHasEnded cancels the context before the first attempt, and during
// it.
func TestContextHasEnded(t *testing.T) {
	in(t, func(t *testing.T) {
		ctx, stop := context.WithCancelCause(t.Context())
		stop(errEnough)
		r := request{t: t, errs: []error{nil}}
		err := r.do(ctx, patient())
		const input = "a context that has ended before"
		r.gaveUp("who has cancelled already does not want even the first attempt", input, err, 0, 0, failure.Stopped)
		r.keeps(input, err, errEnough)
	})
	in(t, func(t *testing.T) {
		ctx, stop := context.WithCancelCause(t.Context())
		r := request{t: t, errs: []error{refused}, during: func() { stop(errEnough) }}
		err := r.do(ctx, patient())
		const input = "refused, always; a caller who cancels during the first attempt"
		r.gaveUp("who has cancelled does not want another attempt, nor to wait for one", input, err, 1, 0, failure.Stopped)
		r.keeps(input, err, syscall.Errno(111), errEnough)
	})
}

// TestLastError fails differently each time.
func TestLastError(t *testing.T) {
	in(t, func(t *testing.T) {
		r := request{t: t, errs: []error{opError("dial", "connect", 101), opError("dial", "connect", 113), refused}}
		p := patient()
		p.Attempts = 3
		err := r.do(t.Context(), p)
		const input = "Errno(101), Errno(113), Errno(111); Attempts 3"
		r.gaveUp("Do gives up after the last attempt", input, err, 3, 0, failure.NoAttempts)
		if kind := failure.KindOf(err, failure.Linux); kind != failure.Refused {
			t.Fatalf("what counts is how it is now: the error is that of the last attempt, for errors.As and KindOf to find\ninput: %s\ngot: %s, which is %s\nwant: Errno(111), which is Refused",
				input, tree(err), kind)
		}
	})
}

// TestBudget makes failing requests that share a budget of one repetition for
// two requests.
func TestBudget(t *testing.T) {
	in(t, func(t *testing.T) {
		p := patient()
		p.Budget = failure.NewBudget(2, 1)
		var got []int
		for range 4 {
			r := request{t: t, errs: []error{refused}}
			err := r.do(t.Context(), p)
			got = append(got, len(r.at))
			var g *failure.GaveUp
			if !errors.As(err, &g) || g.Why != failure.NoBudget {
				t.Fatalf("a server that fails must not get several times its load: when the budget is spent, give up\ninput: refused, always; Attempts 5; NewBudget(2, 1)\ngot: %s\nwant: %q", r.made(err), failure.NoBudget)
			}
		}
		if want := []int{2, 1, 2, 1}; !slices.Equal(got, want) {
			t.Fatalf("a request earns for the budget once, and each repetition spends of it: not each attempt earns, and not the first spends\ninput: 4 requests, always refused; NewBudget(2, 1)\ngot: %v attempts\nwant: %v attempts", got, want)
		}
	})
}

// TestBudgetIsNotWasted gives up for other reasons, and looks whether the
// budget is still whole.
func TestBudgetIsNotWasted(t *testing.T) {
	for _, c := range []struct {
		failed   error
		attempts int
		limit    time.Duration
		input    string
	}{
		{refused, 1, time.Hour, "refused; Attempts 1"},
		{reset, 5, time.Hour, "reset in a read; not idempotent"},
		{onlyText("the shelf is empty"), 5, time.Hour, "an error that nobody knows"},
		{refused, 5, time.Millisecond, "refused; a pause of 4s, and a deadline in 1ms"},
	} {
		in(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), c.limit)
			defer cancel()
			r := request{t: t, errs: []error{c.failed}}
			p := patient()
			p.Attempts, p.Budget = c.attempts, failure.NewBudget(1, 1)
			err := r.do(ctx, p)
			if whole := p.Budget.Spend(); len(r.at) != 1 || !whole {
				t.Fatalf("a repetition that does not take place costs nothing: ask the budget last, for what it gives is spent\ninput: %s; NewBudget(1, 1)\ngot: %s; the budget whole: %t\nwant: one attempt; the budget whole: true",
					c.input, r.made(err), whole)
			}
		})
	}
}
