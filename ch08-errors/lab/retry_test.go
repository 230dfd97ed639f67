package failure_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	failure "sockbook/ch08-errors/lab"
)

// patience is how many attempts a test looks at.
const patience = 1000

// A request fails with errs in turn, and with the last of them again and
// again. A nil is success. Its time is that of a synctest bubble, where a pause of an
// hour is over at once, and exactly an hour long.
type request struct {
	t      *testing.T
	errs   []error
	random func(bound time.Duration) time.Duration // all of it, if nil
	during func()                                  // called in each attempt, if set

	began  time.Time
	at     []time.Duration // when each attempt came
	bounds []time.Duration // what Random was asked for
	pauses []time.Duration // what it answered
	took   time.Duration   // until Do returned
}

// in runs f in a bubble.
func in(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// do has Do make the request with p, which gets Random and the system.
func (r *request) do(ctx context.Context, p failure.Policy) error {
	r.began = time.Now()
	p.System, p.Random = failure.Linux, r.draw
	err := failure.Do(ctx, p, r.attempt)
	r.took = time.Since(r.began)
	return err
}

func (r *request) attempt(context.Context) error {
	r.at = append(r.at, time.Since(r.began))
	if len(r.at) > patience {
		r.t.Fatalf("a server that fails for ever is asked for ever: there must be an end\ngot: more than %d attempts", patience)
	}
	if r.during != nil {
		r.during()
	}
	return r.errs[min(len(r.at), len(r.errs))-1]
}

func (r *request) draw(bound time.Duration) time.Duration {
	pause := bound
	if r.random != nil {
		pause = r.random(bound)
	}
	r.bounds, r.pauses = append(r.bounds, bound), append(r.pauses, pause)
	return pause
}

// made is what became of a request.
func (r *request) made(err error) string {
	var g *failure.GaveUp
	switch {
	case err == nil:
		return fmt.Sprintf("success, with attempts after %v", r.at)
	case !errors.As(err, &g):
		return fmt.Sprintf("no *GaveUp but %s, %s", tree(err), times(len(r.at), r.waited()))
	}
	return fmt.Sprintf("%q with %s, %s", g.Why, tree(g.Err), times(len(r.at), r.waited()))
}

// waited is how long Do took after the last attempt had failed.
func (r *request) waited() time.Duration {
	if len(r.at) == 0 {
		return r.took
	}
	return r.took - r.at[len(r.at)-1]
}

// times says when Do gave up.
func times(attempts int, after time.Duration) string {
	if after == 0 {
		return fmt.Sprintf("after %d attempts, at once", attempts)
	}
	return fmt.Sprintf("after %d attempts, and %v later", attempts, after)
}

// gaveUp checks after how many attempts Do gave up, how long after the last,
// and that its error says so, and why.
func (r *request) gaveUp(shows, input string, err error, attempts int, after time.Duration, why failure.Why) {
	r.t.Helper()
	var g *failure.GaveUp
	if len(r.at) != attempts || r.waited() != after || !errors.As(err, &g) || g.Why != why {
		r.t.Fatalf("%s\ninput: %s\ngot: %s\nwant: %q, %s", shows, input, r.made(err), why, times(attempts, after))
	}
	if g.Attempts != attempts {
		r.t.Fatalf("a *GaveUp counts every attempt that was made, the first too\ninput: %s\ngot: Attempts %d\nwant: %d", input, g.Attempts, attempts)
	}
}

// patient is a policy without reason to give up soon. Its first pause is 4s,
// unless Random makes it shorter.
func patient() failure.Policy {
	return failure.Policy{Attempts: 5, Base: 4 * time.Second, Max: time.Minute}
}

// refused is an error after which a request may be made again in any case, and
// reset one after which only some may.
var (
	refused = opError("dial", "connect", 111)
	reset   = opError("read", "recvfrom", 104)
)
