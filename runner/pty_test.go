//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/term"
)

// patience is how long a test waits for what it expects.
const patience = 10 * time.Second

// promised is how soon Ctrl-C ends an example: a second, and half of one more
// for a machine that is busy with other tests.
const promised = 1500 * time.Millisecond

// A session is a runner on a terminal that a test looks at and types into.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	tty    *os.File // the terminal's other end
	before *term.State

	mu   sync.Mutex
	more sync.Cond
	text []byte // everything that came so far
	seen int    // up to where it was expected, escape sequences not counted
	gone bool   // the last program has closed the terminal
}

// start runs a program on a terminal of the given width, as a reader with an
// empty configuration directory, dir.
func start(t *testing.T, dir string, width uint16, env []string, args ...string) *session {
	t.Helper()
	tty, slave, err := pty.Open()
	require.NoError(t, err)
	require.NoError(t, pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: width}))
	s := &session{t: t, tty: pollable(t, tty)}
	s.before = s.state()
	s.more.L = &s.mu
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Env = append(os.Environ(), append([]string{"TERM=xterm-256color", "XDG_CONFIG_HOME=" + dir, "HOME=" + dir, "NO_COLOR="}, env...)...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, s.cmd.Start())
	require.NoError(t, slave.Close())
	go s.watch()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = s.tty.Close()
	})
	return s
}

// pollable returns f in a form whose Close ends a Read that is under way.
// Package pty makes a terminal blocking for good.
func pollable(t *testing.T, f *os.File) *os.File {
	t.Helper()
	fd, err := syscall.Dup(int(f.Fd()))
	require.NoError(t, err)
	require.NoError(t, f.Close())
	syscall.CloseOnExec(fd) // the runner must not hold its own terminal
	require.NoError(t, syscall.SetNonblock(fd, true))
	return os.NewFile(uintptr(fd), f.Name())
}

func (s *session) watch() {
	buf := make([]byte, 4096)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		s.text = append(s.text, buf[:n]...)
		s.gone = err != nil
		s.more.Broadcast()
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// escapes are those for colours and for erasing to the end of a line.
var escapes = regexp.MustCompile(`\x1b\[[0-9;]*[mK]`)

// expect waits until want is on the screen, behind what was expected before,
// and returns what stands between the two.
func (s *session) expect(want string) string {
	s.t.Helper()
	deadline := time.AfterFunc(patience, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.gone = true
		s.more.Broadcast()
	})
	defer deadline.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		text := escapes.ReplaceAllLiteral(s.text, nil)
		if at := bytes.Index(text[s.seen:], []byte(want)); at >= 0 {
			between := string(text[s.seen : s.seen+at])
			s.seen += at + len(want)
			return between
		}
		if s.gone {
			require.FailNow(s.t, "the screen lacks "+want, "%s", s.text)
		}
		s.more.Wait()
	}
}

func (s *session) press(keys string) {
	s.t.Helper()
	_, err := s.tty.WriteString(keys)
	require.NoError(s.t, err)
}

// ends waits for the program to end, and requires its status and a terminal
// that is as it was.
func (s *session) ends(status int) {
	s.t.Helper()
	late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	_ = s.cmd.Wait() // the status says how it ended
	require.Equal(s.t, status, s.cmd.ProcessState.ExitCode(), "the screen:\n%s", s.screen())
	require.Equal(s.t, s.before, s.state(), "the terminal is as it was")
}

// state is how the terminal is set. File.Fd would make a read of the terminal
// uninterruptible.
func (s *session) state() (state *term.State) {
	s.t.Helper()
	raw, err := s.tty.SyscallConn()
	require.NoError(s.t, err)
	var inner error
	require.NoError(s.t, raw.Control(func(fd uintptr) { state, inner = term.GetState(int(fd)) }))
	require.NoError(s.t, inner)
	return state
}

func (s *session) screen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text)
}

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
