package echotest

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who connects between Listen and Serve is served when Serve begins.
func queuedBeforeServe(t T, s Subject) {
	server := s.listen(t, s.Addr(), roomy)
	early := (&running{Server: server, subject: s, t: t}).newcomer()
	select {
	case err := <-early:
		require.FailNow(t, "a client may connect as soon as Listen has returned, and waits", "its outcome: %v", err)
	case <-time.After(pause):
	}
	s.serve(t, server)
	assert.NoError(t, <-early, "the client that came before Serve must be served once Serve runs")
}

// Two servers cannot share one address.
func addressInUse(t T, s Subject) {
	r := s.start(t, roomy)
	second, err := s.Listen(context.Background(), r.Addr().String(), roomy)
	if err == nil {
		_ = second.Close()
	}
	require.Error(t, err, "a second Listen on %v must fail: the address is in use", r.Addr())
	r.stillServes("a second Listen on its address")
}

// Close ends whatever waits: accept, read, write, and who waits for a place.
func closeUnblocks(t T, s Subject) {
	limits := roomy
	limits.MaxConns = 2
	r := s.start(t, limits)
	reading, writing := r.dial(), r.dial()
	require.NoError(t, echo(reading, message(10), whole))
	f := startFlood(writing)
	f.stuck(t)
	waiting := r.newcomer()

	require.NoError(t, s.within(func() { _ = r.Close() }), "Close must not wait for clients")
	r.stopped("Close")
	assert.ErrorIs(t, r.err, net.ErrClosed, "Serve must say that Close ended it")
	assert.False(t, isTimeout(ended(reading)), "Close must cut off a client that the server waits to hear from")
	_, err := f.wait()
	assert.False(t, isTimeout(err), "Close must cut off a client that does not read")
	assert.Error(t, <-waiting, "a client that waited for a place must learn that there will be none")
}

// Close may be called often, and by several at once.
func closeManyTimes(t T, s Subject) {
	r := s.start(t, roomy)
	require.NoError(t, echo(r.dial(), message(10), whole))
	err := s.within(func() {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { _ = r.Close() }) // what it says the second time is its own affair
		}
		all.Wait()
		_ = r.Close()
	})
	require.NoError(t, err, "every call of Close must return")
	r.stopped("Close")
}

// Close before Serve gives the address back, and Serve then ends at once.
func closeBeforeServe(t T, s Subject) {
	server := s.listen(t, s.Addr(), roomy)
	require.NoError(t, s.within(func() { _ = server.Close() }), "Close must not wait for a Serve that nobody called")
	s.listen(t, server.Addr().String(), roomy)
	r := s.serve(t, server)
	r.stopped("Close was called first")
	assert.ErrorIs(t, r.err, net.ErrClosed, "Serve must say that the server is closed")
}

// Serve, handed a ctx that has ended, returns nil and gives the address back.
func serveEndedContext(t T, s Subject) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 50 {
		server := s.listen(t, s.Addr(), roomy)
		var err error
		require.NoError(t, s.within(func() { err = server.Serve(ctx) }), "Serve must return: its ctx has ended")
		require.NoError(t, err, "a ctx that ended is how Serve is meant to end")
		again, err := s.Listen(context.Background(), server.Addr().String(), roomy)
		require.NoError(t, err, "once Serve has returned, its address must be free")
		require.NoError(t, again.Close())
	}
}
