package lab

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

func TestFind(t *testing.T) {
	tr := started(t, "80")
	home, ours := tr.Cwd, filepath.Dir(tr.path("x"))
	deep := filepath.Join(home, "one", "two")
	require.NoError(t, os.MkdirAll(deep, 0o700))
	for _, cwd := range []string{home, ours, deep} {
		tr.Cwd = cwd
		found, err := tr.find("")
		require.NoError(t, err, cwd)
		assert.Equal(t, ours, found, cwd)
	}
	found, err := tr.find(filepath.Join("..", "..", "labs", "ch01-fake"))
	require.NoError(t, err)
	assert.Equal(t, ours, found)
	assert.Equal(t, "runner ch01 lab check --watch", tr.command(ours, "check", "--watch"))
	tr.Cwd = t.TempDir()
	assert.Equal(t, "runner ch01 lab check "+ours, tr.command(ours, "check"), "not below: the whole path")
}

func TestFindNothing(t *testing.T) {
	tr := try(t, "80")
	other := filepath.Join(tr.Cwd, "labs", "ch01-fake")
	require.NoError(t, os.MkdirAll(other, 0o700))
	tr.write(filepath.Join(other, "go.mod"), "module something/else\n")
	tr.write(filepath.Join(other, historyFile), `{"lab": "ch02-stream"}`)
	for dir, want := range map[string][2]string{
		"":     {"the lab is not started", "runner ch01 lab start"},
		"none": {"none: ", "runner ch01 lab start none"},
		".":    {". is not a folder of this lab", "runner ch01 lab start ."},
	} {
		_, err := tr.find(dir)
		require.ErrorContains(t, err, want[0])
		assert.Equal(t, want[1], fault.Hint(err))
	}
}
