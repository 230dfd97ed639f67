// Believes that a Duration has no largest value.
//
// Replaces: estimator.go
// Caught by: TestBackOff
// Says: however often it times out, the wait has a ceiling

package reliable

import "time"

type Estimator struct {
	measured     bool
	srtt, rttvar time.Duration
	backOff      uint // timeouts since the last measurement
}

func (e *Estimator) Timeout() time.Duration {
	timeout := FirstTimeout
	if e.measured {
		timeout = e.srtt + max(Granularity, 4*e.rttvar)
	}
	timeout = max(timeout, MinTimeout)
	timeout <<= e.backOff
	return min(timeout, MaxTimeout)
}

func (e *Estimator) Measured(r time.Duration) {
	e.backOff = 0
	if !e.measured {
		e.measured, e.srtt, e.rttvar = true, r, r/2
		return
	}
	e.rttvar = (3*e.rttvar + (e.srtt - r).Abs()) / 4
	e.srtt = (7*e.srtt + r) / 8
}

func (e *Estimator) TimedOut() {
	if e.backOff < 1000 { // from 200 ms to a minute takes nine
		e.backOff++
	}
}
