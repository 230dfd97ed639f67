package lab

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a killed check has left goes with a later one; what may still be in use,
// and what is none of a check's, stays.
func TestSweep(t *testing.T) {
	temp := t.TempDir()
	lastWeek := time.Now().Add(-7 * staleAge)
	dir := func(name string, changed time.Time) string {
		full := filepath.Join(temp, name)
		require.NoError(t, os.MkdirAll(filepath.Join(full, "run"), 0o777))
		require.NoError(t, os.Chtimes(full, changed, changed))
		return full
	}
	file := func(name string) string {
		full := filepath.Join(temp, name)
		require.NoError(t, os.WriteFile(full, nil, 0o666))
		require.NoError(t, os.Chtimes(full, lastWeek, lastWeek))
		return full
	}
	left, atWork := dir(Prefix+"1", lastWeek), dir(Prefix+"2", time.Now().Add(-staleAge/2))
	other, notes := dir("other-1", lastWeek), file(Prefix+"notes")
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp) // Windows's
	w, err := toy(t).newWorkspace(toy(t).Solution())
	require.NoError(t, err)
	w.remove()
	assert.NoDirExists(t, left)
	assert.DirExists(t, atWork)
	assert.DirExists(t, other)
	assert.FileExists(t, notes)
}
