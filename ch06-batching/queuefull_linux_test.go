package batching

import (
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQueueFull(t *testing.T) {
	private(t, func(t *testing.T) {
		text := show(t, QueueFull)
		assert.Regexp(t, `a Write each: no error\nkernel: dropped here, before they left: about [1-9]\d* `, text)
		assert.Regexp(t, `sendmmsg of 128 messages: about [1-9]\d?\n`, text, "a batch ends where the room does")
		assert.Contains(t, text, "sendmmsg of the rest: 0, no buffer space available\n")
		assert.Regexp(t, `client: Write: write udp4 .*: no buffer space available\n$`, text)
	})
}

// The machine's own loopback is left as it is.
func TestQueueFullNeedsItsOwnNetwork(t *testing.T) {
	if all, err := net.Interfaces(); err != nil || len(all) < 2 {
		t.Skip("this machine has no network but lo: it might be one of the test's own")
	}
	assert.ErrorIs(t, QueueFull(t.Context(), io.Discard), errors.ErrUnsupported)
}
