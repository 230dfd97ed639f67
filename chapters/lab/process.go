package lab

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"sockbook/chapters/confine"
)

// grace is how long after its own time limit a test is ended.
const grace = time.Second

// An ending is how a process of the tests came to its end.
type ending struct {
	words          []string // the harness's
	stdout, stderr string
	status         int // -1 if a signal ended it
	flooded        bool
	overdue        bool
	hungry         bool // for memory, before the harness could say so
	left           int  // processes that it left behind
	err            error
}

// says reports whether the harness said word.
func (e *ending) says(word string) bool {
	return slices.Contains(e.words, word)
}

// run runs the tests that match pattern. The harness's own limit comes first
// and tells where each goroutine stands, then the testing package's; ours is
// for a process that keeps to neither.
func (w *workspace) run(ctx context.Context, pattern string, limit time.Duration) *ending {
	ctx, stop := context.WithTimeout(ctx, limit+respite+grace)
	defer stop()
	cmd := w.command(pattern, limit)
	e := &ending{}
	if e.err = w.intact(); e.err != nil {
		return e
	}
	var flooded atomic.Bool
	flood := func() {
		flooded.Store(true)
		stop()
	}
	out, errs := &output{secret: w.secret, full: flood}, &output{secret: w.secret, full: flood}
	cmd.Stdout, cmd.Stderr = out, errs
	family, err := confine.Start(cmd)
	if err != nil {
		e.err = err
		return e
	}
	end := context.AfterFunc(ctx, func() { family.End() })
	watched := watchMemory(ctx, cmd.Process.Pid, stop)
	err = cmd.Wait()
	ended := end() // ctx was still going on
	stop()
	e.hungry, e.flooded = watched(), flooded.Load()
	e.overdue = !ended && !e.flooded && !e.hungry
	e.left = family.End()
	e.status = cmd.ProcessState.ExitCode()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		e.err = err
	}
	e.words, e.stdout = out.said()
	_, e.stderr = errs.said()
	return e
}

// command is the process of the tests that match pattern, to be started.
func (w *workspace) command(pattern string, limit time.Duration) *exec.Cmd {
	args := append(slices.Clone(w.args), "-test.run="+pattern, "-test.timeout="+(limit+respite).String(), "-test.paniconexit0")
	cmd := exec.Command(w.binary, args...)
	cmd.Dir = filepath.Join(w.dir, "run")
	cmd.Env = testEnv(cmd.Dir)
	detach(cmd)
	cmd.WaitDelay = time.Second
	return cmd
}

// testEnv is the environment of a test: the reader's, without what changes how
// a Go program fails, and with temporary files in a folder that goes with the
// workspace.
func testEnv(temporary string) []string {
	env := []string{"TMPDIR=" + temporary, "TMP=" + temporary, "TEMP=" + temporary,
		"GORACE=atexit_sleep_ms=0"} // or a program with the race detector sleeps for a second before it ends
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case name == "TMPDIR", name == "TMP", name == "TEMP":
		case name == "GORACE", name == "GOTRACEBACK", name == "GOCOVERDIR", name == "GODEBUG", name == "GOMEMLIMIT", strings.HasPrefix(name, "SOCKBOOK_"):
		default:
			env = append(env, kv)
		}
	}
	return env
}
