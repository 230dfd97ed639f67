//go:build unix

package unixdomain

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBroker(t *testing.T) {
	text := show(t, Broker)
	ended, killed, found := strings.Cut(text, "kernel: signal: killed")
	require.True(t, found, text)
	pid := regexp.MustCompile(`(application|broker): pid (\d+)`)
	for name, scene := range map[string]string{"ended": ended, "killed": killed} {
		assert.Contains(t, scene, `holds "client" and "state"; 20001 bytes lie unread`, name)
		assert.Contains(t, scene, "has it back, after line 1\n", name)
		assert.Contains(t, scene, "client: has lines 2 and 3, 20013 bytes, all as they should be\n", name)
	}
	var pids []string
	for _, m := range pid.FindAllStringSubmatch(text, -1) {
		assert.NotContains(t, pids, m[2], "each is a process of its own")
		pids = append(pids, m[2])
	}
	assert.Len(t, pids, 6)
	assert.Contains(t, ended, "application: ends, for the broker has it\n")
	assert.NotContains(t, killed, "application: ends")
}

// Whenever the reader stops it, it stops, and says nothing of its own.
func TestBrokerEndsWithContext(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	err := Broker(ctx, writerFunc(func(p []byte) (int, error) {
		if strings.Contains(string(p), "broker: pid") {
			stop(assert.AnError)
		}
		return len(p), nil
	}))
	assert.Equal(t, assert.AnError, err)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
