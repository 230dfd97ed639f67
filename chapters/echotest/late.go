package echotest

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A lateConn is one whose reader was not run in time: its first reads fail by
// their deadline, though bytes are waiting.
type lateConn struct {
	net.Conn // nil: nothing else is called
	late     int
	deadline time.Time
}

func (c *lateConn) SetReadDeadline(t time.Time) error {
	c.deadline = t
	return nil
}

func (c *lateConn) Read(p []byte) (int, error) {
	if c.late--; c.late >= 0 {
		return 0, os.ErrDeadlineExceeded
	}
	return copy(p, "waiting"), nil
}

// Late checks how a server reads that drains once ctx has ended. If it was late
// itself, it still takes what a client had sent. One that does not drain has an
// idle client before it, and drops it.
func Late(t *testing.T, read func(ctx context.Context, conn net.Conn, buf []byte) (int, error)) {
	buf := make([]byte, 64)
	draining, cancel := context.WithCancel(t.Context())
	_, err := read(draining, &lateConn{late: 1}, buf)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "an idle client")

	cancel()
	late := &lateConn{late: 1}
	n, err := read(draining, late, buf)
	require.NoError(t, err, "a server that was late itself")
	assert.Equal(t, "waiting", string(buf[:n]))
	assert.True(t, late.deadline.After(time.Now()), "the second Read has its own deadline")
	_, err = read(draining, &lateConn{late: 2}, buf)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "a silent client")
}
