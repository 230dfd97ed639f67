package echotest

import (
	"io"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// When ctx ends, what clients have sent still comes back to them.
func cancelDrains(t T, s Subject) {
	r := s.start(t, roomy)
	msg := message(96 << 10)
	brief, long := r.dial(), r.dial()
	f := startFlood(long)
	f.stuck(t) // bytes in every buffer on the way
	f.stop()
	require.NoError(t, echo(brief, msg[:1], whole)) // the server has it, not the accept queue
	require.NoError(t, send(brief, msg, whole))
	r.cancel()

	require.NoError(t, receive(brief, msg), "a client must get back what it has sent, though ctx has ended")
	require.NoError(t, ended(brief), "when it has all back, the server must end the stream and not cut it off, though ctx has ended")
	require.NoError(t, brief.Close())
	got, err := io.Copy(&expectPattern{}, long)
	require.NoError(t, err, "a client whose answers were waiting for it must get them, though ctx has ended")
	sent, err := f.wait()
	require.NoError(t, err, "what was on its way to the server must be taken, though ctx has ended")
	assert.Equal(t, sent, got, "as many bytes must come back as were sent")
	require.NoError(t, long.Close())
	r.stopped("the last client left")
	assert.NoError(t, r.err, "a ctx that ended is how Serve is meant to end")
}

// When ctx ends, no client holds Serve up for longer than DrainTimeout.
func cancelIsBounded(t T, s Subject) {
	limits := roomy
	limits.DrainTimeout = idle
	limits.MaxConns = 2 // so that Serve waits for a place, not for a connection
	r := s.start(t, limits)
	floods := []*flood{startFlood(r.dial()), startFlood(r.dial())}
	for _, f := range floods {
		f.stuck(t)
	}
	r.cancel()
	r.stopped("DrainTimeout, though no client reads")
	assert.NoError(t, r.err, "a ctx that ended is how Serve is meant to end")
	for _, f := range floods {
		_, err := f.wait()
		assert.False(t, isTimeout(err), "a client that does not read must be cut off")
	}
}

// Serve returns after its last connection has ended, never before.
func serveOutlivesConns(t T, s Subject) {
	limits := roomy
	limits.DrainTimeout = idle
	r := s.start(t, limits)
	conn := r.dial()
	require.NoError(t, echo(conn, message(10), whole))
	r.cancel()
	r.stopped("ctx ended")
	_ = conn.SetDeadline(time.Now().Add(pause)) // an echo takes far less
	_, _ = conn.Write([]byte("anybody there?")) // fails once the reset is known
	n, err := conn.Read(make([]byte, 64))
	assert.Zero(t, n, "once Serve has returned nobody may echo any more")
	assert.False(t, isTimeout(err), "once Serve has returned every connection must have ended")
}

// When Serve has returned, nobody can connect and the address is free.
func addressFreed(t T, s Subject) {
	r := s.start(t, roomy)
	addr := r.Addr().String()
	conn := r.dial()
	require.NoError(t, echo(conn, message(10), whole))
	r.cancel()
	require.NoError(t, ended(conn), "a client that is silent when ctx ends must be told that the server has finished")
	require.NoError(t, conn.Close())
	r.stopped("ctx ended")
	late, err := r.tryDial()
	if err == nil {
		_ = late.Close()
	}
	require.Error(t, err, "once Serve has returned nobody must be able to connect")
	s.serve(t, s.listen(t, addr, roomy)).stillServes("Listen on the address that came free")
}
