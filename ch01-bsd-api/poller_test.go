package bsdapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Between a report and the next poll a ring has no effect: a socket that is
// closed then must not be polled for ever.
func TestGatherSeesAClosedSocket(t *testing.T) {
	s := &socket{}
	p := &poller{waiting: []*waiter{{socket: s, events: pollIn, asleep: true}}}
	_, timeout, more := p.gather(nil)
	require.True(t, more)
	assert.Equal(t, -1, timeout, "open: for ever")
	s.closed.Store(true)
	set, timeout, _ := p.gather(nil)
	assert.Len(t, set, 2, "the bell and the waiter, in report's order")
	assert.Zero(t, timeout, "closed: report has to wake who waits")
}
