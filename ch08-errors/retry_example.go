package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// Retrying shows when a request may be repeated, after what pauses, and what
// ends it: success, doubt, the number of attempts, the deadline, the budget.
func Retrying(ctx context.Context, out io.Writer) error {
	// The same pauses in every run, for the reader.
	pauses := rand.New(rand.NewPCG(8, 8))
	policy := RetryPolicy{
		Attempts: 4,
		Base:     20 * time.Millisecond,
		Max:      60 * time.Millisecond,
		Jitter: func(bound time.Duration) time.Duration {
			return time.Duration(pauses.Int64N(int64(bound + 1))).Round(time.Millisecond)
		},
		Failed: func(attempt int, err error, pause, bound time.Duration) {
			fmt.Fprintf(out, "client: attempt %d: %v\n", attempt, err)
			fmt.Fprintf(out, "client: %s: again after %v, of at most %v\n", RepeatAfter(err), pause, bound)
		},
	}
	reading := policy
	reading.Idempotent = true
	for _, part := range []struct {
		title, request string
		policy         RetryPolicy
		script         []string
	}{
		{"To read twice does no harm.", "balance", reading, []string{"reset", "hang up", "answer"}},
		{"To pay twice does, and nobody knows.", "pay 10", policy, []string{"reset", "answer"}},
		{"With a key the server knows a payment again.", "pay 10 key 7f3a", reading, []string{"reset", "answer"}},
	} {
		fmt.Fprintln(out, part.title)
		if err := visitBank(ctx, out, part.request, part.policy, part.script); err != nil {
			return err
		}
	}
	return withoutServer(ctx, out, policy)
}

// visitBank makes one request, with repetitions, of a bank of its own.
func visitBank(ctx context.Context, out io.Writer, request string, p RetryPolicy, script []string) error {
	server, err := openBank(ctx, out, script...)
	if err != nil {
		return err
	}
	var answer string
	err = Retry(ctx, p, func(ctx context.Context) (err error) {
		answer, err = ask(ctx, server.ln.Addr().String(), request)
		return err
	})
	paid := server.shut()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		sayGaveUp(out, err)
	} else {
		fmt.Fprintf(out, "client: answer %q\n", answer)
	}
	if paid > 0 {
		fmt.Fprintf(out, "server: paid %d in all\n", paid)
	}
	return nil
}

// sayGaveUp says which attempt was the last, why, and how it failed.
func sayGaveUp(out io.Writer, err error) {
	var gave *GaveUp
	if errors.As(err, &gave) {
		fmt.Fprintf(out, "client: attempt %d: %v\n", gave.Attempts, gave.Err)
		fmt.Fprintf(out, "client: gives up: %s\n", gave.Why)
	}
}

// withoutServer asks where nobody answers: a refused request was not received,
// and so may be repeated whatever it is.
func withoutServer(ctx context.Context, out io.Writer, p RetryPolicy) error {
	nobody, err := openBank(ctx, out)
	if err != nil {
		return err
	}
	nobody.shut()
	var refusal error
	pay := func(ctx context.Context) error {
		_, refusal = ask(ctx, nobody.ln.Addr().String(), "pay 10")
		return refusal
	}
	fmt.Fprintln(out, "Nobody listens: not even a payment can have been made.")
	sayGaveUp(out, Retry(ctx, p, pay))

	fmt.Fprintln(out, "A deadline: the client does not wait for what it cannot use.")
	hasty := p
	hasty.Base, hasty.Max = time.Minute, time.Minute
	hasty.Jitter = func(bound time.Duration) time.Duration { return bound }
	soon, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	sayGaveUp(out, Retry(soon, hasty, pay))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	compareBudgets(ctx, out, refusal)
	return nil
}

// compareBudgets counts what twenty calls do to a server that answers each
// attempt with the same error.
func compareBudgets(ctx context.Context, out io.Writer, failure error) {
	fmt.Fprintln(out, "Twenty calls, and the server is down.")
	for _, budget := range []*RetryBudget{nil, NewRetryBudget(0.1, 3)} {
		attempts := 0
		for range 20 {
			_ = Retry(ctx, RetryPolicy{Attempts: 4, Budget: budget}, func(context.Context) error {
				attempts++
				return failure
			})
		}
		fmt.Fprintf(out, "client: %s: %d attempts\n", named(budget), attempts)
	}
}

func named(b *RetryBudget) string {
	if b == nil {
		return "without a budget"
	}
	return "a repetition for ten calls, and 3 saved"
}
