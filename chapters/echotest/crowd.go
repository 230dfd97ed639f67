package echotest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each of 200 clients at once gets its own bytes back.
func manyClients(t T, s Subject) {
	const clients = 200
	r := s.start(t, roomy)
	var (
		here     sync.WaitGroup // everybody connected and answered once
		everyone sync.WaitGroup
		errs     = make([]error, clients)
	)
	here.Add(clients)
	for i := range clients {
		everyone.Go(func() {
			conn, err := r.tryDial()
			if err == nil {
				defer conn.Close()
				err = echo(conn, []byte{byte(i)}, whole)
			}
			here.Done()
			here.Wait()
			if err == nil {
				err = errors.Join(echo(conn, message(1000+i), whole), finish(conn))
			}
			errs[i] = err
		})
	}
	everyone.Wait()
	for i, err := range errs {
		require.NoError(t, err, "client %d of %d that are connected at once", i, clients)
	}
}

// Beyond MaxConns a client waits, and is served when another has left.
func maxConns(t T, s Subject) {
	limits := roomy
	limits.MaxConns = 2
	r := s.start(t, limits)
	first, second := r.dial(), r.dial()
	require.NoError(t, echo(first, message(10), whole))
	require.NoError(t, echo(second, message(10), whole))

	third := r.newcomer()
	select {
	case err := <-third:
		require.FailNow(t, "a third client must wait while MaxConns, 2, are being served", "its outcome: %v", err)
	case <-time.After(pause):
	}
	require.NoError(t, echo(first, message(10), whole), "the ones being served must not notice")
	require.NoError(t, first.Close())
	assert.NoError(t, <-third, "the client that waited must be served once another has left")
}

// idle is the limit in the properties about it; short, for they wait it out.
const idle = 250 * time.Millisecond

// A client that says nothing for IdleTimeout is dropped, and not before.
func idleDropped(t T, s Subject) {
	limits := roomy
	limits.IdleTimeout = idle
	r := s.start(t, limits)
	begin := time.Now()
	silent, spoke := r.dial(), r.dial()
	require.NoError(t, echo(spoke, message(10), whole))
	for name, conn := range map[string]Conn{"said nothing": silent, "fell silent": spoke} {
		err := ended(conn)
		require.False(t, isTimeout(err), "a client that %s must be dropped after %v; it still is not after %v",
			name, idle, time.Since(begin))
		assert.GreaterOrEqual(t, time.Since(begin), idle*9/10, "a client that %s must be left alone until IdleTimeout", name)
	}
	r.stillServes("dropping idle clients")
}

// A client that keeps talking outlives IdleTimeout.
func busyKept(t T, s Subject) {
	limits := roomy
	limits.IdleTimeout = idle
	r := s.start(t, limits)
	for range 5 {
		kept, silence, err := talk(r.dial(), idle/10, idle*3/2)
		if err == nil {
			return
		}
		require.Greater(t, silence, idle/2, "a client that talks every %v was dropped after %v, though IdleTimeout, %v, "+
			"starts anew with each message: %v", idle/10, kept, idle, err)
		t.Logf("once more: this machine let %v pass between two messages", silence)
	}
	t.Skipf("this machine is too busy to send a message every %v", idle/2)
}

// talk has conn echo a message each tick for a while. When that fails it says
// after how long, and how long after the last message that came back.
func talk(conn Conn, every, total time.Duration) (kept, silence time.Duration, err error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	begin := time.Now()
	for last := begin; last.Sub(begin) < total; <-tick.C {
		if err := echo(conn, message(10), whole); err != nil {
			return last.Sub(begin), time.Since(last), err
		}
		last = time.Now()
	}
	return total, 0, nil
}

// A client that never reads is dropped at the deadline and harms nobody.
func neverReadsDropped(t T, s Subject) {
	limits := roomy
	limits.IdleTimeout = idle
	r := s.start(t, limits)
	other := r.dial()
	f := startFlood(r.dial())
	for i := range 20 {
		require.NoError(t, echo(other, message(1000), whole), "message %d of a client beside one that never reads", i)
	}
	_, err := f.wait()
	require.Error(t, err)
	assert.False(t, isTimeout(err), "a client that never reads must be dropped after IdleTimeout, %v: %v", limits.IdleTimeout, err)
	r.stillServes(fmt.Sprintf("dropping a client that never reads (%v)", err))
}
