package echotest

import (
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Out of descriptors, a server serves whom it has, does not spin, and accepts
// again when descriptors come back.
func descriptorsExhausted(t T, s Subject) {
	r := s.start(t, roomy)
	present := r.dial()
	require.NoError(t, echo(present, message(10), whole))
	hoard := Exhaust(t)
	hoard.Release(1) // for the client's end; none is left for the server's
	newcomer := r.newcomer()

	busy := min(busyWhileWaiting(t, newcomer), busyWhileWaiting(t, newcomer)) // a collection may spoil one
	assert.Less(t, busy, pause/8, "processor time in %v without descriptors: "+
		"a server that tries accept again at once spins, for its listener stays readable", pause)
	assert.NoError(t, echo(present, message(1000), whole), "the clients that it has must not notice")

	hoard.ReleaseAll()
	require.NoError(t, <-newcomer, "once descriptors are back, the client that waited must be served")
	r.stillServes("running out of descriptors")
}

// Out of descriptors, a server can still be closed.
func closeWhileExhausted(t T, s Subject) {
	r := s.start(t, roomy)
	hoard := Exhaust(t)
	hoard.Release(1)
	newcomer := r.newcomer()
	busyWhileWaiting(t, newcomer)
	begin := time.Now()
	require.NoError(t, s.within(func() { _ = r.Close() }), "Close must return, though accept fails")
	assert.Less(t, time.Since(begin), s.patience()/2, "Close must not wait for accept to be tried again")
	assert.Error(t, <-newcomer, "the client that waited must learn that nobody will come")
}

// busyWhileWaiting is the processor time that this process uses during a
// pause, in which the newcomer must get nowhere.
func busyWhileWaiting(t T, newcomer <-chan error) time.Duration {
	t.Helper()
	before := cpuTime()
	select {
	case err := <-newcomer:
		require.FailNow(t, "with no descriptor left a new client must wait in the accept queue", "its outcome: %v", err)
	case <-time.After(pause):
	}
	return cpuTime() - before
}
