//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
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
