package bsdapi

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A reader who presses Ctrl-C is not kept waiting, and nothing is left behind
// (goleak, in TestMain).
func TestExamplesEndWithContext(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"echo": Echo, "calls": Calls, "byteorder": ByteOrder, "sockaddr": Sockaddr, "resolve": Resolve,
		"tuple": Tuple, "wildcard": Wildcard, "backlog": Backlog, "file": File, "nonblocking": NonBlocking,
		"poll": Poll, "options": Options, "interfaces": Interfaces, "in-use": InUse, "not-available": NotAvailable,
		"low-port": LowPort, "refused": Refused, "not-connected": NotConnected, "bad-descriptor": BadDescriptor,
		"interrupted": Interrupted,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			stop()
			start := time.Now()
			err := example(ctx, io.Discard)
			if errors.Is(err, errors.ErrUnsupported) {
				t.Skip(err)
			}
			assert.Less(t, time.Since(start), 2*time.Second, "it ends with its context")
			if name == "byteorder" && err == nil {
				return // where there is no Unix it has nothing to wait for
			}
			assert.ErrorIs(t, err, context.Canceled, "the example says why it ended")
		})
	}
}

// The one example that waits for seconds stops in the middle.
func TestBacklogEndsInTheMiddle(t *testing.T) {
	private(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer stop()
		start := time.Now()
		err := Backlog(ctx, io.Discard)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip(err)
		}
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Less(t, time.Since(start), 900*time.Millisecond, "the client's SYN is repeated after a second")
	})
}
