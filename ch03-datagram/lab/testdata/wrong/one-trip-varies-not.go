// Believes that the first round trip says that there is no variation.
//
// Replaces: estimator.go
// Caught by: TestFirstMeasurement
// Says: after one measurement the variation is a guess

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
	for range e.backOff {
		timeout = min(2*timeout, MaxTimeout)
	}
	return min(timeout, MaxTimeout)
}

func (e *Estimator) Measured(r time.Duration) {
	e.backOff = 0
	if !e.measured {
		e.measured, e.srtt, e.rttvar = true, r, 0
		return
	}
	e.rttvar = (3*e.rttvar + (e.srtt - r).Abs()) / 4
	e.srtt = (7*e.srtt + r) / 8
}

func (e *Estimator) TimedOut() {
	if e.backOff < 32 { // from 200 ms to a minute takes nine
		e.backOff++
	}
}
