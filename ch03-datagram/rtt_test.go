package datagram

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// The numbers are worked by hand from RFC 6298, section 2.
func TestEstimator(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		name              string
		start             Estimator
		samples           []time.Duration
		srtt, rttvar, rto time.Duration
	}{
		{"nothing known: one second", Estimator{}, nil, 0, 0, time.Second},
		{"first: R, R/2, R + 4·R/2", Estimator{Min: ms}, []time.Duration{100 * ms}, 100 * ms, 50 * ms, 300 * ms},
		// RTTVAR = 3/4·50 + 1/4·|100-180|; SRTT = 7/8·100 + 1/8·180.
		{"a slow one", Estimator{Min: ms}, []time.Duration{100 * ms, 180 * ms}, 110 * ms, 57500 * time.Microsecond, 340 * ms},
		// The deviation counts downwards too: |100-20| = 80; SRTT = 87.5 + 2.5 = 90.
		{"a fast one", Estimator{Min: ms}, []time.Duration{100 * ms, 20 * ms}, 90 * ms, 57500 * time.Microsecond, 320 * ms},
		// 57.5·3/4 + |110-110|/4 = 43.125; SRTT stays 110: 110 + 172.5.
		{"then a usual one", Estimator{Min: ms}, []time.Duration{100 * ms, 180 * ms, 110 * ms}, 110 * ms, 43125 * time.Microsecond, 282500 * time.Microsecond},
		{"never under the minimum", Estimator{}, []time.Duration{10 * ms}, 10 * ms, 5 * ms, time.Second},
		{"never over the maximum", Estimator{}, []time.Duration{50 * time.Second}, 50 * time.Second, 25 * time.Second, time.Minute},
		// 4·RTTVAR = 8 is less than G = 20: 4 + 20.
		{"the clock's granularity", Estimator{Min: ms, Granularity: 20 * ms}, []time.Duration{4 * ms}, 4 * ms, 2 * ms, 24 * ms},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := c.start
			for _, r := range c.samples {
				e.Sample(r)
			}
			assert.Equal(t, c.srtt, e.SRTT())
			assert.Equal(t, c.rttvar, e.RTTVAR())
			assert.Equal(t, c.rto, e.RTO())
		})
	}
}

func TestEstimatorBacksOff(t *testing.T) {
	var e Estimator
	var waits []time.Duration
	for range 8 {
		waits = append(waits, e.RTO()/time.Second)
		e.Backoff()
	}
	assert.Equal(t, []time.Duration{1, 2, 4, 8, 16, 32, 60, 60}, waits, "doubled each time, up to a minute")
	e.Sample(400 * time.Millisecond)
	assert.Equal(t, 1200*time.Millisecond, e.RTO(), "a sample counts for more than any number of timeouts")
}

// A clock of one value gives a deviation that goes to zero, and a timeout that
// would go to the round trip itself.
func TestEstimatorWithASteadyNetwork(t *testing.T) {
	e := Estimator{Min: time.Millisecond, Granularity: 10 * time.Millisecond}
	for range 100 {
		e.Sample(80 * time.Millisecond)
	}
	assert.Equal(t, 80*time.Millisecond, e.SRTT())
	assert.Less(t, e.RTTVAR(), time.Microsecond)
	assert.Equal(t, 90*time.Millisecond, e.RTO())
}

// The lesson's table, in milliseconds.
func TestTheLessonsSamples(t *testing.T) {
	e := Estimator{Min: time.Millisecond}
	ms := func(d time.Duration) int { return int(d.Round(time.Millisecond).Milliseconds()) }
	for _, row := range []struct{ sample, srtt, rttvar, rto int }{
		{100, 100, 50, 300}, {110, 101, 40, 261}, {90, 100, 33, 231},
		{300, 125, 75, 423}, {100, 122, 62, 371}, {100, 119, 52, 327},
	} {
		e.Sample(time.Duration(row.sample) * time.Millisecond)
		assert.Equal(t, []int{row.srtt, row.rttvar, row.rto}, []int{ms(e.SRTT()), ms(e.RTTVAR()), ms(e.RTO())}, "after %d ms", row.sample)
	}
}
