package grade

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// promised is how soon an interrupted grading is over: two seconds, and half of
// one more for a machine that is busy with other tests.
const promised = 2500 * time.Millisecond

// A sitting is the runner on a terminal, where it grades.
type sitting struct {
	t   *testing.T
	cmd *exec.Cmd
	tty *os.File

	mu   sync.Mutex
	more sync.Cond
	text []byte // everything that came so far
	over bool
}

// sit starts a command on a terminal, in dir.
func sit(t *testing.T, dir, program string, args ...string) *sitting {
	t.Helper()
	s := &sitting{t: t, cmd: exec.Command(program, args...)}
	s.more.L = &s.mu
	s.cmd.Dir, s.cmd.Env = dir, append(os.Environ(), "TMPDIR="+dir) // killed, it leaves a folder there
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	require.NoError(t, err)
	s.tty = tty
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf) // EIO when nobody has it open any more
			s.mu.Lock()
			s.text, s.over = append(s.text, buf[:n]...), err != nil
			s.more.Broadcast()
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill() // it has ended, unless the test has failed
		<-read
		_ = tty.Close()
	})
	return s
}

// expect waits until want is on the screen.
func (s *sitting) expect(want string) {
	s.t.Helper()
	late := time.AfterFunc(30*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !bytes.Contains(s.text, []byte(want)) {
		require.False(s.t, s.over, "the screen lacks %q: %s", want, s.text)
		s.more.Wait()
	}
}

// ends waits for the end and asserts that it comes soon and leaves no process.
func (s *sitting) ends(family []int, status int) {
	s.t.Helper()
	since := time.Now()
	err := s.cmd.Wait()
	assert.Less(s.t, time.Since(since), promised)
	assert.Equal(s.t, status, s.cmd.ProcessState.ExitCode(), "%v", err)
	assert.Eventually(s.t, func() bool { return !slices.ContainsFunc(family, alive) }, promised, 10*time.Millisecond, "a process is left")
}

// family are the processes that pid has started, and those that they have.
func family(pid int) (all []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // proc_pid_task(5)
	for _, list := range lists {
		text, _ := os.ReadFile(list) // it may have ended
		for _, word := range strings.Fields(string(text)) {
			var child int
			_, _ = fmt.Sscan(word, &child)
			all = append(append(all, child), family(child)...)
		}
	}
	return all
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

// Whatever ends a grading, it ends soon and whole, and the same command goes on
// from there.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	runner := filepath.Join(dir, "runner")
	build := exec.Command("go", "build", "-o", runner, "sockbook/runner")
	build.Env = append(os.Environ(), "GOFLAGS=")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	all, err := everything()
	require.NoError(t, err)
	course := &all[slices.IndexFunc(all, func(c Course) bool { return c.Name == "ch04" })]
	c := &class{t: t, dir: filepath.Join(dir, "class")}
	c.give("a-right", course, course.Lab.Solution())
	hangs := course.Lab.Solution()
	name := course.Lab.Students()[0].Name
	hangs[name] = append(hangs[name], "\nfunc init() { for {} }\n"...)
	c.give("b-hangs", course, hangs)
	c.give("c-right", course, course.Lab.Solution())

	const kept = "1 of 3: a-right 19/19"
	state := filepath.Join(dir, stateFile)
	busy := func() (*sitting, []int) { // it is where b-hangs keeps it
		s := sit(t, dir, runner, "grade", "class", "--jobs", "1", "--timeout", "40s")
		s.expect(kept)
		var started []int
		require.Eventually(t, func() bool { started = family(s.cmd.Process.Pid); return len(started) > 1 }, 20*time.Second, 10*time.Millisecond)
		return s, started
	}

	s, started := busy()
	before, err := term.GetState(int(s.tty.Fd()))
	require.NoError(t, err)
	_, err = s.tty.WriteString("\x03")
	require.NoError(t, err)
	s.ends(started, 1)
	s.expect("runner: interrupted\r\nrunner: 1 of 3 graded, and kept\r\nhint: the same command goes on from here\r\n")
	after, err := term.GetState(int(s.tty.Fd()))
	require.NoError(t, err)
	assert.Equal(t, before, after)

	for _, end := range []func(*sitting){
		func(s *sitting) { _, _ = s.tty.WriteString("\x03\x03\x03\x03") },
		func(s *sitting) { _ = s.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		s, started := busy()
		s.expect(kept + ", graded before")
		end(s)
		s.ends(started, 1)
	}

	s, started = busy()
	require.NoError(t, s.cmd.Process.Kill())
	s.ends(started, -1)
	held, damage, err := openState(state)
	require.NoError(t, err)
	require.NoError(t, held.close())
	assert.Empty(t, damage)
	assert.Len(t, held.held, 1)
}
