package echotest

import (
	"io"
	"math/rand/v2"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A byte comes back when it was sent, not when more have followed.
func oneByteWrites(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	for i, b := range message(200) {
		require.NoError(t, echo(conn, []byte{b}, whole), "byte %d, sent alone, must come back before the next is sent", i)
	}
	assert.NoError(t, echo(conn, message(5000), oneByte), "one byte a write, the answers left for later")
	assert.NoError(t, finish(conn))
}

// A message larger than any buffer comes back whole.
func megabyte(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	require.NoError(t, echo(conn, message(1<<20), whole), "1 MiB in one Write must come back whole")
	assert.NoError(t, finish(conn))
}

// However the bytes are cut on the way, the same ones come back in order.
func randomCuts(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 3 {
		err := echo(conn, message(100_000), func(left int) int {
			return 1 + random.IntN(min(left, 1<<random.IntN(16)))
		})
		require.NoError(t, err, "cuts made with rand.NewPCG(%d, 0)", seed)
	}
	assert.NoError(t, finish(conn), "cuts made with rand.NewPCG(%d, 0)", seed)
}

// A client that sends nothing and ends gets nothing, and an end.
func emptyConnection(t T, s Subject) {
	r := s.start(t, roomy)
	assert.NoError(t, finish(r.dial()), "a client that sends nothing must get the end of the stream")
	r.stillServes("a client that sent nothing")
}

// A client may stop sending before it starts to read: all of it still comes.
func halfClose(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	msg := message(96 << 10) // fits the buffers on the way, where nobody reads
	require.NoError(t, send(conn, msg, whole))
	require.NoError(t, conn.CloseWrite())
	require.NoError(t, receive(conn, msg), "what was sent before the half-close must come back after it")
	assert.NoError(t, ended(conn), "then the server, too, must end the stream")
}

// A client that reads only once its writes are stuck still gets every byte.
func slowReader(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	f := startFlood(conn)
	f.stuck(t)
	f.stop()
	got, err := io.Copy(&expectPattern{}, conn)
	require.NoError(t, err, "a slow reader must get every byte, in order")
	sent, err := f.wait()
	require.NoError(t, err)
	assert.Equal(t, sent, got, "as many bytes must come back as were sent")
}

// A server takes no more from a client than it can hand back.
func backPressure(t T, s Subject) {
	conn := s.start(t, roomy).dial()
	f := startFlood(conn)
	f.stuck(t)
	require.NoError(t, conn.Close())
	_, err := f.wait()
	require.Error(t, err, "the Write must have been waiting when its connection was closed")
}
