//go:build unix

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is read after a resize is laid out for the new width.
func TestResize(t *testing.T) {
	s := start(t, t.TempDir(), 40, nil, "fake", "ch3", "--from", "3")
	narrow := s.expect(" · Enter for more")
	assert.Contains(t, narrow, "These are words that fill a line of\r\n", "wrapped at 40")
	require.NoError(t, pty.Setsize(s.tty, &pty.Winsize{Rows: 24, Cols: 200}))
	s.press(enter)
	wide := s.expect(more)
	assert.Contains(t, wide, "or whatever else the\r\n", "wrapped at 100, though there is more room")
	s.press("q")
	s.ends(0)
}

// A section that is longer than the screen stops where the screen is full.
func TestScreenful(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "--no-run")
	s.expect("your answer")
	require.NoError(t, pty.Setsize(s.tty, &pty.Winsize{Rows: 10, Cols: 80}))
	s.press(enter)
	s.expect("1/6 · " + more)
	s.press(enter)
	assert.NotContains(t, s.expect("3/6 2.1 The length comes first · Enter · q to leave"), "hello.go Hello", "the source would push the drawing from the screen")
	s.press(enter)
	s.expect("hello.go Hello")
	s.expect("3/6 · " + more)
	s.press("q")
	s.expect("next time: 2.2 The end of a frame")
	s.ends(0)
}

func TestNarrow(t *testing.T) {
	for _, width := range []uint16{1, 10, 20, 33} {
		s := start(t, t.TempDir(), width, nil, "fake", "ch1", "--all")
		s.expect("panic:")
		s.expect("failed")
		s.ends(1)
		assert.NotContains(t, s.screen(), "[running]", "width %d", width)
	}
}

func TestWithoutColour(t *testing.T) {
	s := start(t, t.TempDir(), 80, []string{"NO_COLOR=1"}, "fake", "ch1")
	s.expect("your answer")
	s.press(enter)
	s.expect("│ server: ready")
	s.expect(more)
	s.press("q")
	s.ends(0)
	assert.NotRegexp(t, `\x1b\[[0-9;]*m`, s.screen())

	s = start(t, t.TempDir(), 80, []string{"TERM=dumb"}, "fake", "ch1")
	s.expect("your answer")
	s.press(enter)
	s.expect("│ server: ready")
	s.expect(more)
	s.press("q")
	s.ends(0)
	assert.NotContains(t, s.screen(), "\x1b")
}

// The colours are the sixteen that can be read on any ground.
func TestColours(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "--all")
	s.expect("failed")
	s.ends(1)
	assert.NotContains(t, s.screen(), "\x1b[38;", "no colour of ours, only the reader's")
	assert.Contains(t, s.screen(), "\x1b[36mserver:\x1b[0m")
	assert.Contains(t, s.screen(), "\x1b[33mclient:\x1b[0m")

	s = start(t, t.TempDir(), 80, []string{"GLAMOUR_STYLE=light"}, "fake", "ch1", "--all")
	s.expect("failed")
	s.ends(1)
	assert.Contains(t, s.screen(), "\x1b[38;", "the reader's own choice")
}

// An example cannot move the cursor or rename the window.
func TestEscapesAreShown(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "run", "escape")
	s.expect(`\x1b[2J\x1b]0;title\x07 cleared`)
	s.expect("    tabbed")
	s.ends(0)
}

// A long line of an example hangs under its label.
func TestLongLinesHang(t *testing.T) {
	s := start(t, t.TempDir(), 60, []string{"NO_COLOR=1"}, "fake", "ch1", "run", "long")
	s.expect("│ server: word word")
	s.expect("│         word word")
	s.expect("│ client: no end")
	s.ends(0)
}

// A place that cannot be remembered is said to be so, once, and is no failure.
func TestNoMemory(t *testing.T) {
	file := t.TempDir() + "/file"
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	s := start(t, file, 80, nil, "fake", "ch1", "--no-run", "--from", "2.1")
	s.expect("runner: your place will not be remembered")
	s.expect("3/6 · " + more)
	s.press(enter)
	s.expect("4/6 · " + more)
	s.press("q")
	s.ends(0)
	assert.Equal(t, 1, strings.Count(s.screen(), "remembered"))

	s = start(t, "", 80, []string{"HOME="}, "fake", "ch1", "--no-run", "--from", "2.1")
	s.expect("3/6 · " + more)
	s.press("q")
	s.ends(0)
}

func TestDialOnATerminal(t *testing.T) {
	server := serve(t)
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "dial", server.addr)
	s.expect("> ")
	s.press("hello" + enter)
	s.expect("hello\r\nhello\r\n> ")
	s.press(ctrlD)
	s.ends(0)

	s = start(t, t.TempDir(), 80, nil, "fake", "ch1", "dial", server.addr)
	s.expect("> ")
	s.press(ctrlC)
	s.expect("runner: interrupted")
	s.ends(1)
}
