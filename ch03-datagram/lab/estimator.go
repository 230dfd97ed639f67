package reliable

import "time"

// An Estimator learns from round trips how long to wait for an answer (RFC 6298
// section 2). Its zero value has measured nothing.
type Estimator struct {
	// BEGIN SOLUTION: what has been learnt
	measured     bool
	srtt, rttvar time.Duration
	backOff      uint // timeouts since the last measurement
	// END SOLUTION
}

// Timeout is how long to wait. Before the first measurement it is FirstTimeout,
// then SRTT + max(Granularity, 4 RTTVAR). Each timeout since the last
// measurement doubles it. It is never less than MinTimeout, and never more than
// MaxTimeout.
func (e *Estimator) Timeout() time.Duration {
	// BEGIN SOLUTION: reckon it, back off, and bound it
	timeout := FirstTimeout
	if e.measured {
		timeout = e.srtt + max(Granularity, 4*e.rttvar)
	}
	timeout = max(timeout, MinTimeout)
	for range e.backOff {
		timeout = min(2*timeout, MaxTimeout)
	}
	return min(timeout, MaxTimeout)
	// END SOLUTION
}

// Measured takes in a round trip, r. The first one sets SRTT to r and RTTVAR to
// r/2. Each later one first sets RTTVAR to 3/4 RTTVAR + 1/4 |SRTT - r|, and then
// SRTT to 7/8 SRTT + 1/8 r. Either ends the backing off.
func (e *Estimator) Measured(r time.Duration) {
	// BEGIN SOLUTION: take the round trip in
	e.backOff = 0
	if !e.measured {
		e.measured, e.srtt, e.rttvar = true, r, r/2
		return
	}
	e.rttvar = (3*e.rttvar + (e.srtt - r).Abs()) / 4
	e.srtt = (7*e.srtt + r) / 8
	// END SOLUTION
}

// TimedOut tells that nothing came in time.
func (e *Estimator) TimedOut() {
	// BEGIN SOLUTION: back off, however often it is called
	if e.backOff < 32 { // from 200 ms to a minute takes nine
		e.backOff++
	}
	// END SOLUTION
}
