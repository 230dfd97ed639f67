package sockerrors

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server that takes one client a slot, and two that come together: the
// second is served by its next attempt.
func TestStormTakesTurns(t *testing.T) {
	s := storm{clients: 2, slot: time.Second, capacity: 1}
	c := s.rage(RetryPolicy{Base: 3 * time.Second, Max: 3 * time.Second, Jitter: func(bound time.Duration) time.Duration { return bound }})
	assert.Equal(t, []int{2, 0, 0, 1}, c.arrivals)
	assert.Equal(t, 4*time.Second, c.served)
	assert.Equal(t, 3, c.attempts())
}

// A pause of nothing is no second attempt in the same slot.
func TestStormCountsASlotOnce(t *testing.T) {
	s := storm{clients: 3, slot: time.Second, capacity: 1}
	c := s.rage(RetryPolicy{Base: time.Second, Max: time.Second, Jitter: func(time.Duration) time.Duration { return 0 }})
	assert.Equal(t, []int{3, 2, 1}, c.arrivals)
}

func TestBars(t *testing.T) {
	assert.Equal(t, "█▄▁ ▁", course{arrivals: []int{80, 40, 1, 0, 10, 0}}.bars(40, 80))
	assert.Equal(t, "█", course{arrivals: []int{80, 40}}.bars(1, 80))
}

// What the lesson concludes: doubling alone keeps the crowd together, and
// chance takes it apart.
func TestStorm(t *testing.T) {
	text := string(show(t, Storm))
	row := regexp.MustCompile(`(?m)^(\S.*?) +(\d+) +(\d+) +(\d+)  after (\S+)$`)
	rows := row.FindAllStringSubmatch(text, -1)
	require.Len(t, rows, 3, text)
	var attempts []int
	var served []time.Duration
	for _, r := range rows {
		n, err := strconv.Atoi(r[2])
		require.NoError(t, err)
		refused, err := strconv.Atoi(r[3])
		require.NoError(t, err)
		assert.Equal(t, n-200, refused, r[1])
		assert.Equal(t, "200", r[4], "the first slot is everybody's")
		d, err := time.ParseDuration(r[5])
		require.NoError(t, err)
		attempts, served = append(attempts, n), append(served, d)
	}
	assert.Equal(t, attempts[0], attempts[1], "doubling without jitter saves the server nothing")
	assert.Greater(t, served[1], 10*served[0], "and makes the clients wait")
	assert.Less(t, attempts[2], attempts[0]/2)
	assert.Less(t, served[2], served[0])
}
