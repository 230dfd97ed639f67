package datagram

import (
	"cmp"
	"time"
)

// What RFC 6298 recommends, section 2: the timeout before anything is known,
// its lower bound and the least upper bound it allows.
const (
	InitialRTO = 1 * time.Second
	MinRTO     = 1 * time.Second
	MaxRTO     = 60 * time.Second
)

// An Estimator says how long to wait for an answer before sending again, from
// how long answers took: the retransmission timeout (RTO) of RFC 6298. The
// zero value is ready. It is not for use by several goroutines at once.
type Estimator struct {
	// Initial, Min and Max are the timeout before the first sample and its
	// bounds. Zero is the RFC's value. Its second is meant for the internet;
	// Linux's TCP takes 200 milliseconds as its lower bound.
	Initial, Min, Max time.Duration

	// Granularity is that of the clock, G in the RFC. It keeps the timeout
	// above the round trip where round trips do not vary at all.
	Granularity time.Duration

	srtt, rttvar time.Duration
	rto          time.Duration
	sampled      bool
}

// Sample takes the time that one round trip took. By Karn's rule (section 3)
// it must not come from a message that was sent more than once: nobody knows
// which of the copies was answered. A sample ends what Backoff began.
func (e *Estimator) Sample(r time.Duration) {
	if !e.sampled {
		// Section 2.2. Half a round trip is a guess, and makes the first
		// timeout three round trips.
		e.srtt, e.rttvar, e.sampled = r, r/2, true
	} else {
		// Section 2.3. RTTVAR first: it is measured against the old SRTT.
		// Shifts by 2 and 3, not statistics, fixed these weights (Jacobson,
		// 1988).
		e.rttvar = (3*e.rttvar + (e.srtt - r).Abs()) / 4
		e.srtt = (7*e.srtt + r) / 8
	}
	e.rto = e.bounded(e.srtt + max(e.Granularity, 4*e.rttvar))
}

// RTO is how long to wait for the answer to what is sent now.
func (e *Estimator) RTO() time.Duration {
	if e.rto == 0 {
		return e.bounded(cmp.Or(e.Initial, InitialRTO))
	}
	return e.rto
}

// Backoff doubles the timeout: call it when one has run out (section 5.5).
// A network that loses because it is full is not helped by sending more. The
// doubled timeout stays, over the message's end, until the next sample.
func (e *Estimator) Backoff() { e.rto = e.bounded(2 * e.RTO()) }

// SRTT and RTTVAR are the smoothed round-trip time and its mean deviation;
// both are zero before the first sample.
func (e *Estimator) SRTT() time.Duration { return e.srtt }

// RTTVAR is described at [Estimator.SRTT].
func (e *Estimator) RTTVAR() time.Duration { return e.rttvar }

// bounded applies sections 2.4 and 2.5.
func (e *Estimator) bounded(d time.Duration) time.Duration {
	return min(max(d, cmp.Or(e.Min, MinRTO)), cmp.Or(e.Max, MaxRTO))
}
