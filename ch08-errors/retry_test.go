package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusal is the error of a request that was not received, on this system.
func refusal(t *testing.T) error {
	t.Helper()
	var b bench
	defer b.close()
	err := provokeRefused(t.Context(), &b)
	require.Error(t, err)
	return err
}

func TestRepeatAfter(t *testing.T) {
	refused := refusal(t)
	during := func(op string, err error) error { return &net.OpError{Op: op, Net: "tcp", Err: err} }
	for _, c := range []struct {
		err  error
		want Repeat
	}{
		{nil, RepeatNever},
		{errors.New("anything else"), RepeatNever},
		{context.Canceled, RepeatNever},
		{fmt.Errorf("read: %w", net.ErrClosed), RepeatNever},
		{refused, RepeatSafe},
		{fmt.Errorf("pay: %w", refused), RepeatSafe},
		{during("dial", os.ErrDeadlineExceeded), RepeatSafe},
		{during("dial", errors.New("no route of any kind")), RepeatNever},
		{during("read", os.ErrDeadlineExceeded), RepeatIfIdempotent},
		{context.DeadlineExceeded, RepeatIfIdempotent},
		{io.EOF, RepeatIfIdempotent},
		{io.ErrUnexpectedEOF, RepeatIfIdempotent},
		{&net.DNSError{IsNotFound: true}, RepeatNever},
		{&net.DNSError{IsTimeout: true}, RepeatSafe},
		{&net.DNSError{IsTemporary: true}, RepeatSafe},
		{&net.DNSError{Err: "server misbehaving"}, RepeatSafe},
		{during("dial", os.NewSyscallError("connect", syscall.EADDRNOTAVAIL)), RepeatSafe},
		{during("listen", os.NewSyscallError("bind", syscall.EADDRNOTAVAIL)), RepeatNever},
		{during("dial", os.NewSyscallError("bind", syscall.EADDRNOTAVAIL)), RepeatNever}, // of a LocalAddr
		{during("dial", &net.DNSError{IsNotFound: true}), RepeatNever},
	} {
		assert.Equal(t, c.want, RepeatAfter(c.err), "%v", c.err)
	}
}

func TestRepeatAfterReset(t *testing.T) {
	var b bench
	defer b.close()
	assert.Equal(t, RepeatIfIdempotent, RepeatAfter(provokeReset(t.Context(), &b)), "the peer may have read the request")
	assert.Equal(t, RepeatNever, RepeatAfter(provokeInUse(t.Context(), &b)))
	assert.Equal(t, RepeatNever, RepeatAfter(syscall.EACCES), "the same call would fail the same way")
}

func TestRetryWaitsTwiceAsLongEachTime(t *testing.T) {
	refused := refusal(t)
	synctest.Test(t, func(t *testing.T) {
		p := RetryPolicy{Attempts: 6, Base: time.Second, Max: 5 * time.Second, Jitter: func(bound time.Duration) time.Duration { return bound }}
		var at []time.Duration
		start := time.Now()
		err := Retry(t.Context(), p, func(context.Context) error {
			at = append(at, time.Since(start))
			return refused
		})
		s := time.Second
		assert.Equal(t, []time.Duration{0, 1 * s, 3 * s, 7 * s, 12 * s, 17 * s}, at, "1, 2, 4, and never more than 5")
		var gave *GaveUp
		require.ErrorAs(t, err, &gave)
		assert.Equal(t, 6, gave.Attempts)
		assert.ErrorIs(t, err, refused)
	})
}

func TestRetryStopsAtSuccess(t *testing.T) {
	refused := refusal(t)
	synctest.Test(t, func(t *testing.T) {
		attempts, told := 0, 0
		p := RetryPolicy{Attempts: 9, Base: time.Second, Max: time.Second, Failed: func(int, error, time.Duration, time.Duration) { told++ }}
		require.NoError(t, Retry(t.Context(), p, func(context.Context) error {
			if attempts++; attempts < 3 {
				return refused
			}
			return nil
		}))
		assert.Equal(t, []int{3, 2}, []int{attempts, told})
	})
}

// Full jitter: anywhere from nothing to the bound, whatever the source is.
func TestRetryJitters(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	p := RetryPolicy{Base: time.Millisecond, Max: time.Millisecond}
	var low, high int
	for range 1000 {
		pause := p.jitter(p.bound(1))
		require.GreaterOrEqual(t, pause, time.Duration(0))
		require.LessOrEqual(t, pause, time.Millisecond)
		if pause < 100*time.Microsecond {
			low++
		} else if pause > 900*time.Microsecond {
			high++
		}
	}
	assert.Greater(t, low, 20, "a tenth of the pauses is short")
	assert.Greater(t, high, 20, "a tenth is long")
	p.Jitter = func(bound time.Duration) time.Duration { return time.Duration(source.Int64N(int64(bound))) }
	assert.Less(t, p.jitter(time.Second), time.Second)
}

func TestRetryBoundDoesNotOverflow(t *testing.T) {
	p := RetryPolicy{Base: time.Hour, Max: 1000 * time.Hour}
	assert.Equal(t, p.Max, p.bound(1_000_000))
	assert.Zero(t, (&RetryPolicy{}).bound(3))
}

func TestRetryRepeatsOnlyWhatItMay(t *testing.T) {
	for _, idempotent := range []bool{false, true} {
		attempts := 0
		err := Retry(t.Context(), RetryPolicy{Attempts: 3, Idempotent: idempotent}, func(context.Context) error {
			attempts++
			return io.ErrUnexpectedEOF
		})
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.Equal(t, map[bool]int{false: 1, true: 3}[idempotent], attempts, "idempotent: %t", idempotent)
	}
	attempts := 0
	err := Retry(t.Context(), RetryPolicy{Attempts: 3, Idempotent: true}, func(context.Context) error {
		attempts++
		return syscall.EACCES
	})
	require.ErrorContains(t, err, "the next would fail alike")
	assert.Equal(t, 1, attempts)
}

func TestRetryDoesNotWaitPastTheDeadline(t *testing.T) {
	refused := refusal(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		start := time.Now()
		p := RetryPolicy{Attempts: 9, Base: 4 * time.Second, Max: time.Hour, Jitter: func(bound time.Duration) time.Duration { return bound }}
		err := Retry(ctx, p, func(context.Context) error { return refused })
		require.ErrorContains(t, err, "the deadline comes before the next")
		assert.Equal(t, 4*time.Second, time.Since(start), "after 4 s there is no room for 8 more")
	})
}

func TestRetryEndsWithItsContext(t *testing.T) {
	refused := refusal(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancelCause(t.Context())
		enough := errors.New("enough")
		time.AfterFunc(time.Second, func() { stop(enough) })
		start := time.Now()
		p := RetryPolicy{Attempts: 9, Base: time.Hour, Max: time.Hour, Jitter: func(bound time.Duration) time.Duration { return bound }}
		err := Retry(ctx, p, func(context.Context) error { return refused })
		assert.ErrorIs(t, err, enough)
		assert.ErrorIs(t, err, refused)
		assert.Equal(t, time.Second, time.Since(start), "in the pause, at once")
	})
}

func TestRetryLimitsEachAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts, start := 0, time.Now()
		err := Retry(t.Context(), RetryPolicy{Attempts: 3, Each: time.Second, Idempotent: true}, func(ctx context.Context) error {
			attempts++
			<-ctx.Done()
			return ctx.Err()
		})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 3, attempts, "an attempt's limit is not the call's")
		assert.Equal(t, 3*time.Second, time.Since(start))
	})
}

func TestRetryBudget(t *testing.T) {
	b := NewRetryBudget(0.1, 2)
	for range 2 {
		assert.True(t, b.withdraw(), "saved")
	}
	assert.False(t, b.withdraw(), "spent")
	for range 9 {
		b.deposit()
		assert.False(t, b.withdraw(), "nine calls do not pay for a repetition")
	}
	b.deposit()
	assert.True(t, b.withdraw(), "ten do")
	for range 1000 {
		b.deposit()
	}
	for _, saved := range []bool{true, true, false} {
		assert.Equal(t, saved, b.withdraw(), "no more than two are saved")
	}
	assert.True(t, (*RetryBudget)(nil).withdraw(), "no budget, no limit")
}

func TestRetryAsksTheBudgetOfTheRepetitionsAlone(t *testing.T) {
	refused := refusal(t)
	b := NewRetryBudget(0, 3)
	attempts := 0
	for range 5 {
		err := Retry(t.Context(), RetryPolicy{Attempts: 2, Budget: b}, func(context.Context) error { attempts++; return refused })
		require.Error(t, err)
	}
	assert.Equal(t, 5+3, attempts)
}

func TestRetrying(t *testing.T) {
	text := show(t, Retrying)
	for _, want := range []string{
		"no harm.\nserver: .*RST\nclient: attempt 1: .*\nclient: if idempotent: again after .*\nserver: .*FIN\nclient: attempt 2: unexpected EOF\n.*\nserver: .*\nclient: answer \"balance 90\"\n",
		"nobody knows.\nserver: .*paid, then it crashes.*\nclient: attempt 1: .*\nclient: gives up: the request may have been executed\nserver: paid 10 in all",
		"knows a payment again.\nserver: .*\nclient: .*\nclient: .*\nserver: .*has been paid\nclient: answer \"has been paid\"\nserver: paid 10 in all",
		"safe: again after",
		"attempt 4: .*\nclient: gives up: no more are allowed",
		"attempt 1: .*\nclient: gives up: the deadline comes before the next",
		"without a budget: 80 attempts\nclient: .* 3 saved: 24 attempts",
	} {
		assert.Regexp(t, want, text)
	}
}
