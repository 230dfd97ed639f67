//go:build unix

package unixdomain

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A process with the race detector in it sleeps for a second at its end; those
// that the tests start need not.
func init() { _ = os.Setenv("GORACE", "atexit_sleep_ms=0") }

// A process that has failed says why, and one that is killed is waited for.
func TestPlayers(t *testing.T) {
	t.Run("that fail", func(t *testing.T) {
		p, err := startPart(t.Context(), readerPart) // without a descriptor 3
		require.NoError(t, err)
		err = p.say(io.Discard)
		assert.ErrorContains(t, err, readerPart+": ")
		assert.ErrorContains(t, err, "exit status 1")
	})
	t.Run("that are killed", func(t *testing.T) {
		conn, far, err := streamPair()
		require.NoError(t, err)
		defer conn.Close()
		defer far.Close()
		p, err := startPart(t.Context(), readerPart, withFiles(far))
		require.NoError(t, err)
		p.kill()
		assert.Equal(t, "signal: killed", p.ProcessState.String())
		p.kill() // nothing is left to kill
	})
}
