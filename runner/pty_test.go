//go:build unix

package main

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	enter = "\r"
	ctrlC = "\x03"
	ctrlD = "\x04"
	more  = "Enter for more · q to leave"
)

func TestReadOnATerminal(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1")
	s.expect("A fake chapter")
	s.expect("How many lines does the example print?")
	before := s.expect("your answer, then Enter (q leaves):")
	assert.NotContains(t, before, "ready", "the example waits for the prediction")
	s.press("three, I think" + enter + "q" + enter) // the q was typed before it was asked for
	s.expect("three, I think")
	s.expect("server:")
	s.expect("ready")
	s.expect("client:")
	s.expect("Two, and one of ours.")
	s.expect("1/6 · " + more)
	s.press(enter)
	s.expect("Framing") // a heading alone is no place to stop
	s.expect("|----------- length, bytes ------------->|")
	s.expect("3/6 · " + more)
	s.press(" ")
	s.expect("skipped: no packets may be captured")
	s.expect("apt-get install permission")
	s.expect("as recorded in the lesson")
	s.expect("recorded packets")
	s.expect("4/6 · " + more)
	s.press("x?\x1b[A") // keys that mean nothing
	s.press(enter)
	s.expect("panic: index out of luck")
	s.expect("5/6 · " + more)
	s.press(enter)
	s.expect("That was it.")
	s.expect("runner: 1 example failed: crash")
	s.ends(1)

	screen := s.screen()
	assert.NotContains(t, screen, "[running]", "no stack trace")
	assert.NotContains(t, screen, "nobody sees", "no comment")
	assert.NotContains(t, screen, "\x1b]", "the terminal is asked nothing")
	assert.NotContains(t, screen, "\x1b[?", "nor switched to another screen")
	assert.NotContains(t, screen, "\x1b[2J", "nor cleared")
}

func TestLeaveAndReturn(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, 80, nil, "fake", "ch1", "--no-run")
	s.expect("your answer")
	s.press(enter)
	s.expect("1/6 · " + more)
	s.press(enter)
	s.expect("3/6 · " + more)
	s.press("q")
	s.expect("next time: 2.2 The end of a frame")
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch1", "--no-run")
	s.expect("continue at 2.2 The end of a frame? Enter = yes · n = from the start")
	s.press(enter)
	assert.NotContains(t, s.expect("2.2 The end of a frame"), "First steps")
	s.expect("4/6 · " + more)
	s.press(ctrlC)
	s.expect("next time: 3 Where it breaks")
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch1", "--no-run")
	s.expect("continue at 3 Where it breaks?")
	s.press("n")
	s.expect("First steps")
	s.expect("your answer")
	s.press("q" + enter)
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch1", "--no-run", "--from", "4")
	assert.NotContains(t, s.expect("That was it."), "continue at", "--from is an answer")
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch1", "--no-run")
	s.expect("First steps") // a finished chapter begins at the start
	s.expect("your answer")
	s.press(ctrlD)
	s.ends(0)
}

func TestAllDoesNotStop(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "--all", "--no-run")
	s.expect("That was it.")
	s.ends(0)
	assert.NotContains(t, s.screen(), "Enter")
}

// Ctrl-C at any question leaves, with the terminal as it was.
func TestInterruptAtAPrompt(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1")
	s.expect("your answer")
	s.press(ctrlC)
	s.ends(0)

	s = start(t, t.TempDir(), 80, nil, "fake", "ch1", "--from", "2.1")
	s.expect("3/6 · " + more)
	s.press(ctrlC)
	s.ends(0)
}

// Ctrl-C in an example ends the example, whether it listens or not, and the
// lesson goes on.
func TestInterruptAnExample(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch3")
	s.expect("waiting")
	pressed := time.Now()
	s.press(ctrlC)
	s.expect("interrupted")
	assert.Less(t, time.Since(pressed), promised)
	s.expect("After the one that hangs.")
	s.expect("1/5 · " + more)
	s.press(enter)
	s.expect("not listening")
	pressed = time.Now()
	s.press(ctrlC)
	s.expect("interrupted")
	assert.Less(t, time.Since(pressed), promised)
	s.expect("After the one that is deaf.")
	s.expect("2/5 · " + more)
	s.press("q")
	s.expect("next time: 3 A wide section")
	s.ends(0)
}

func TestInterruptRun(t *testing.T) {
	for _, args := range [][]string{{"fake", "ch3", "run", "deaf"}, {"fake", "ch3", "run"}, {"fake", "ch3", "--all"}} {
		s := start(t, t.TempDir(), 80, nil, args...)
		s.expect("client:")
		pressed := time.Now()
		s.press(ctrlC)
		s.expect("runner: interrupted")
		assert.Less(t, time.Since(pressed), promised, "%v", args)
		s.ends(1)
	}
}

// The system's wish to end the program is granted at a prompt and in an
// example.
func TestTerminate(t *testing.T) {
	for args, at := range map[string]string{"ch1 --from 2.1": "3/6 · " + more, "ch3": "waiting", "ch1": "your answer"} {
		s := start(t, t.TempDir(), 80, nil, append([]string{"fake"}, strings.Fields(args)...)...)
		s.expect(at)
		require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
		s.ends(1)
	}
}

// A terminal that goes away takes the program with it.
func TestHangUp(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1", "--from", "2.1")
	s.expect("3/6 · " + more)
	require.NoError(t, s.tty.Close())
	ended := make(chan struct{})
	go func() {
		_ = s.cmd.Wait() // that it ends is all
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the runner outlives its terminal")
	}
}
