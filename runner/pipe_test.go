package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whoever closes the pipe has read enough: the runner ends what it runs, and
// ends, and says nothing.
func TestNobodyReads(t *testing.T) {
	for _, args := range [][]string{{"ch01"}, {"ch01", "run", "hang"}, {"ch01", "run", "flood"}, {"ch01", "list"}, {}, {"help"}} {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, r.Close())
		var stderr bytes.Buffer
		cmd := exec.Command("fake", args...)
		cmd.Stdout, cmd.Stderr = w, &stderr
		err = cmd.Run()
		assert.NoError(t, w.Close())
		assert.NoError(t, err, "fake %v: a closed pipe is no failure", args)
		assert.Empty(t, stderr.String(), "fake %v", args)
	}
}
