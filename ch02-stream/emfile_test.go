//go:build unix

package stream

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A descriptor that another test gives back in the wrong moment would spoil
// the example, which takes all there are; so it runs in a process of its own.
func TestEMFILE(t *testing.T) {
	const alone = "STREAM_TEST_ALONE"
	if os.Getenv(alone) == "" {
		self, err := os.Executable()
		require.NoError(t, err)
		child := exec.CommandContext(t.Context(), self, "-test.run=^TestEMFILE$")
		child.Env = append(os.Environ(), alone+"=1")
		said, err := child.CombinedOutput()
		require.NoError(t, err, "%s", said)
		return
	}
	var before, after unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
	got := showAlone(t, EMFILE)
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &after))

	assert.Equal(t, before, after, "the limit is as it was")
	assert.Contains(t, got, "too many open files; trying again in 20ms", "the server waits longer each time")
	assert.NotContains(t, got, "trying again in 80ms", "and no longer than it must")
	assert.Contains(t, got, `got back "still here?"`, "the client that waited in the kernel's queue is served")
}
