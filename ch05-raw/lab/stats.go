package ping

import (
	"fmt"
	"time"
)

// Stats is what became of questions.
type Stats struct {
	Sent       int
	Received   int // Answers
	Duplicates int
	Late       int
	Errors     int

	Min, Mean, Max time.Duration // of the Answers; 0 without any
}

// answered counts an answer that came in time.
func (s *Stats) answered(rtt time.Duration) {
	// BEGIN SOLUTION: count it, and compare it with the shortest and longest
	if s.Received == 0 || rtt < s.Min {
		s.Min = rtt
	}
	s.Max = max(s.Max, rtt)
	s.Received++
	// END SOLUTION
}

// Loss is how many of the questions have no Answer, in percent; 0 if nothing
// was asked.
func (s Stats) Loss() float64 {
	// BEGIN SOLUTION: a part of the whole, if there is one
	if s.Sent == 0 {
		return 0
	}
	return 100 * float64(s.Sent-s.Received) / float64(s.Sent)
	// END SOLUTION
}

// String is one line, such as
//
//	3 sent, 2 received, 33.3% lost, min/mean/max 1.000/2.500/4.000 ms
//
// without what stands behind "lost" if nothing was received.
func (s Stats) String() string {
	// BEGIN SOLUTION: the counts, and the times if there are any
	line := fmt.Sprintf("%d sent, %d received, %.1f%% lost", s.Sent, s.Received, s.Loss())
	if s.Received == 0 {
		return line
	}
	return line + fmt.Sprintf(", min/mean/max %.3f/%.3f/%.3f ms", ms(s.Min), ms(s.Mean), ms(s.Max))
	// END SOLUTION
}

// BEGIN SOLUTION: a unit
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// END SOLUTION
