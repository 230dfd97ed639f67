//go:build unix

package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The hand-out is read as a lesson is, and keeps its own place.
func TestLabOnATerminal(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(t.TempDir())
	s := start(t, dir, 80, nil, "fake", "ch1", "lab")
	s.expect("1 Start")
	s.expect("1/2 · " + more)
	s.press("q")
	s.expect("next time: 2 When every test passes")
	s.expect("Begin: fake ch01 lab start")
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch1", "lab")
	s.expect("continue at 2 When every test passes? Enter = yes · n = from the start")
	s.press(enter)
	s.expect("You can double and halve.")
	s.expect("Begin: fake ch01 lab start")
	s.ends(0)
}

// A watch shows each save, ends with Ctrl-C, and leaves nothing behind.
func TestWatchOnATerminal(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	start(t, dir, 80, nil, "fake", "ch1", "lab", "start").ends(0)
	temp := t.TempDir()
	env := []string{"GOCACHE=" + buildCache(t), "TMPDIR=" + temp}
	s := start(t, dir, 80, env, "fake", "ch1", "lab", "check", "--watch")
	s.expect("checked after each save, until Ctrl-C")
	s.expect("· TestHalf: Halver.Half is not written yet")
	s.expect("No test passes yet.")
	solved, err := labFiles.ReadFile("testdata/lab/half.go")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("labs/ch01-fake/half.go", solved, 0o600))
	s.expect("half.go changed")
	s.expect("✓ TestHalf")
	s.expect("Since the last check TestHalf passes.")
	s.press(ctrlC)
	s.ends(0)
	assert.Contains(t, s.screen(), "\x1b[32m✓", "in colour")

	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	assert.Empty(t, left)
}
