package echotest

import (
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// A connection that has ended leaves no goroutine, nor does a closed server.
func noGoroutineLeft(t T, s Subject) {
	before := goleak.IgnoreCurrent()
	r := s.start(t, roomy)
	comeAndGo(r, 1) // whatever a server starts once, with its first client
	serving := goleak.IgnoreCurrent()
	comeAndGo(r, victims)
	require.NoError(t, goleak.Find(serving), "goroutines left by clients that have gone")

	require.NoError(t, s.within(func() { _ = r.Close() }), "Close must return")
	r.stopped("Close")
	assert.NoError(t, goleak.Find(before), "goroutines left by a closed server")
}

// A connection that has ended leaves no descriptor, nor does a closed server.
func noDescriptorLeft(t T, s Subject) {
	before := openDescriptors(t)
	r := s.start(t, roomy)
	comeAndGo(r, 1)
	serving := settle(t, func(int) bool { return false })
	comeAndGo(r, victims)
	left := settle(t, func(n int) bool { return n <= serving })
	require.LessOrEqual(t, left, serving, "open descriptors, after %d clients have come and gone", victims)

	require.NoError(t, s.within(func() { _ = r.Close() }), "Close must return")
	left = settle(t, func(n int) bool { return n <= before })
	assert.LessOrEqual(t, left, before, "open descriptors, after Close")
}

// comeAndGo has clients connect and leave, in each way there is.
func comeAndGo(r *running, clients int) {
	r.t.Helper()
	for i := range clients {
		conn, err := r.tryDial()
		require.NoError(r.t, err)
		switch i % 4 {
		case 0:
			err = echo(conn, message(1000), whole)
		case 1:
			err = finish(conn)
		case 2:
			err = send(conn, message(1000), whole) // and leave the answer unread
		case 3: // vanish
		}
		_ = conn.Close()
		require.NoError(r.t, err)
	}
	r.stillServes("clients that came and went")
}

// settle counts the open descriptors until enough or until they have had time.
func settle(t T, enough func(int) bool) int {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(2 * pause)
	for {
		select {
		case <-tick.C:
			if n := openDescriptors(t); enough(n) {
				return n
			}
		case <-late:
			return openDescriptors(t)
		}
	}
}
