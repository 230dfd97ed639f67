// Believes that the shortest begins at 0.
//
// Replaces: stats.go
// Caught by: TestStats, TestRun
// Says: the mean is the sum

package ping

import (
	"fmt"
	"time"
)

type Stats struct {
	Sent       int
	Received   int // Answers
	Duplicates int
	Late       int
	Errors     int

	Min, Mean, Max time.Duration // of the Answers; 0 without any
}

func (s *Stats) answered(rtt time.Duration) {
	if rtt < s.Min {
		s.Min = rtt
	}
	s.Max = max(s.Max, rtt)
	s.Received++
}

func (s Stats) Loss() float64 {
	if s.Sent == 0 {
		return 0
	}
	return 100 * float64(s.Sent-s.Received) / float64(s.Sent)
}

func (s Stats) String() string {
	line := fmt.Sprintf("%d sent, %d received, %.1f%% lost", s.Sent, s.Received, s.Loss())
	if s.Received == 0 {
		return line
	}
	return line + fmt.Sprintf(", min/mean/max %.3f/%.3f/%.3f ms", ms(s.Min), ms(s.Mean), ms(s.Max))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
