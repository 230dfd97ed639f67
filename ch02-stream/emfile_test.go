//go:build unix

package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestEMFILE(t *testing.T) {
	var before, after unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
	got := show(t, EMFILE)
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &after))

	assert.Equal(t, before, after, "the limit is as it was")
	assert.Contains(t, got, "too many open files; trying again in 20ms", "the server waits longer each time")
	assert.NotContains(t, got, "trying again in 80ms", "and no longer than it must")
	assert.Contains(t, got, `got back "still here?"`, "the client that waited in the kernel's queue is served")
}
