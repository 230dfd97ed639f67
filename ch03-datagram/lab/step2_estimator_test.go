package reliable_test

import (
	"testing"
	"time"

	reliable "sockbook/ch03-datagram/lab"
)

const ms = time.Millisecond

// near allows for rounding.
func near(a, b time.Duration) bool { return (a - b).Abs() <= 10*time.Microsecond }

// TestTimeoutBeforeAll asks an estimator that has measured nothing.
func TestTimeoutBeforeAll(t *testing.T) {
	var e reliable.Estimator
	if got := e.Timeout(); got != time.Second {
		t.Fatalf("who has measured nothing waits long enough for the other side of the world\ngot: %v\nwant: 1s", got)
	}
}

// TestFirstMeasurement gives one round trip to an estimator.
func TestFirstMeasurement(t *testing.T) {
	for _, tt := range []struct{ rtt, want time.Duration }{
		{100 * ms, 300 * ms}, {400 * ms, 1200 * ms}, {3 * time.Second, 9 * time.Second},
	} {
		var e reliable.Estimator
		e.Measured(tt.rtt)
		if got := e.Timeout(); !near(got, tt.want) {
			t.Fatalf("after one measurement the variation is a guess, half of it: SRTT + 4 RTTVAR = 3 R\ninput: a round trip of %v\ngot: %v\nwant: %v", tt.rtt, got, tt.want)
		}
	}
}

// TestLaterMeasurements follows the formula through a row of round trips.
func TestLaterMeasurements(t *testing.T) {
	var e reliable.Estimator
	trips := []time.Duration{400 * ms, 400 * ms, 800 * ms, 200 * ms}
	// SRTT 400, 400, 450, 418.75; RTTVAR 200, 150, 212.5, 221.875.
	want := []time.Duration{1200 * ms, 1000 * ms, 1300 * ms, 1306250 * time.Microsecond}
	for i, trip := range trips {
		e.Measured(trip)
		if got := e.Timeout(); !near(got, want[i]) {
			t.Fatalf("the variation is reckoned with the old SRTT, before that takes the new round trip in\ninput: round trips %v\ngot: %v\nwant: %v", trips[:i+1], got, want[i])
		}
	}
}

// TestSteadyTrips has a round trip that never varies.
func TestSteadyTrips(t *testing.T) {
	var e reliable.Estimator
	for range 200 {
		e.Measured(500 * ms)
	}
	if got := e.Timeout(); !near(got, 501*ms) {
		t.Fatalf("where nothing varies the timeout comes close to the round trip, and stays above it by the granularity\ninput: 200 round trips of 500ms\ngot: %v\nwant: 501ms", got)
	}
}

// TestTimeoutBounds measures very short and very long round trips.
func TestTimeoutBounds(t *testing.T) {
	for _, tt := range []struct{ rtt, want time.Duration }{
		{50 * time.Microsecond, reliable.MinTimeout}, {time.Hour, reliable.MaxTimeout},
	} {
		var e reliable.Estimator
		e.Measured(tt.rtt)
		if got := e.Timeout(); got != tt.want {
			t.Fatalf("a timeout has a floor, for answers that are a little late, and a ceiling\ninput: a round trip of %v\ngot: %v\nwant: %v", tt.rtt, got, tt.want)
		}
	}
}

// TestBackOff times out again and again.
func TestBackOff(t *testing.T) {
	var e reliable.Estimator
	e.Measured(50 * ms) // 150 ms, and so the floor
	for i, want := range []time.Duration{200 * ms, 400 * ms, 800 * ms, 1600 * ms} {
		if got := e.Timeout(); got != want {
			t.Fatalf("each timeout doubles the next one: a network that is full gets air\ninput: %d timeouts since a round trip of 50ms\ngot: %v\nwant: %v", i, got, want)
		}
		e.TimedOut()
	}
	for range 100 {
		e.TimedOut()
	}
	if got := e.Timeout(); got != reliable.MaxTimeout {
		t.Fatalf("however often it times out, the wait has a ceiling\ninput: 104 timeouts\ngot: %v\nwant: %v", got, reliable.MaxTimeout)
	}
}

// TestMeasurementEndsBackOff measures after timeouts.
func TestMeasurementEndsBackOff(t *testing.T) {
	var e reliable.Estimator
	e.Measured(400 * ms)
	e.TimedOut()
	e.TimedOut()
	e.Measured(400 * ms)
	if got := e.Timeout(); !near(got, 1000*ms) {
		t.Fatalf("a measurement says that the network is there again: the backing off has ended\ninput: 400ms, two timeouts, 400ms\ngot: %v\nwant: 1s", got)
	}
}
