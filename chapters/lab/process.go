package lab

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sockbook/chapters/confine"
)

const (
	// maxOutput is what a test may print, in bytes, before it is ended.
	maxOutput = 4 << 20
	// keptOutput is how much is kept of the beginning and of the end.
	keptOutput = 64 << 10
	// grace is how long after its own time limit a test is ended.
	grace = time.Second
)

// An ending is how a process of the tests came to its end.
type ending struct {
	words          []string // the harness's
	stdout, stderr string
	status         int // -1 if a signal ended it
	flooded        bool
	overdue        bool
	left           int // processes that it left behind
	err            error
}

// says reports whether the harness said word.
func (e *ending) says(word string) bool {
	return slices.Contains(e.words, word)
}

// run runs the tests that match pattern. The harness's own limit comes first and
// tells where each goroutine stands, then the testing package's; ours is for a
// process that keeps to neither.
func (w *workspace) run(ctx context.Context, pattern string, limit time.Duration) *ending {
	ctx, stop := context.WithTimeout(ctx, limit+respite+grace)
	defer stop()
	cmd := exec.Command(w.binary, "-test.run="+pattern, "-test.timeout="+(limit+respite).String(), "-test.paniconexit0")
	cmd.Dir = filepath.Join(w.dir, "run")
	cmd.Env = testEnv()
	cmd.WaitDelay = time.Second
	e := &ending{}
	var flooded atomic.Bool
	flood := func() {
		flooded.Store(true)
		stop()
	}
	out, errs := &tail{full: flood}, &tail{full: flood}
	cmd.Stdout, cmd.Stderr = out, errs
	family, err := confine.Start(cmd)
	if err != nil {
		e.err = err
		return e
	}
	end := context.AfterFunc(ctx, func() { family.End() })
	err = cmd.Wait()
	e.flooded = flooded.Load()
	e.overdue = !end() && !e.flooded
	e.left = family.End()
	e.status = cmd.ProcessState.ExitCode()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		e.err = err
	}
	words, rest := said(out.bytes(), w.secret)
	e.words, e.stdout, e.stderr = words, string(rest), string(errs.bytes())
	return e
}

// testEnv is the environment of a test: the reader's, without what changes how
// a Go program fails.
func testEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case name == "GOTRACEBACK", name == "GOCOVERDIR", name == "GODEBUG", name == "GOMEMLIMIT", strings.HasPrefix(name, "SOCKBOOK_"):
		default:
			env = append(env, kv)
		}
	}
	return env
}

// A tail keeps the beginning and the end of what is written to it.
type tail struct {
	mu      sync.Mutex
	head    bytes.Buffer
	last    []byte
	written int
	full    func() // called when more than maxOutput was written
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.written += len(p)
	if t.written > maxOutput {
		t.full()
		return len(p), nil
	}
	n := min(len(p), keptOutput-t.head.Len())
	t.head.Write(p[:n])
	t.last = append(t.last, p[n:]...)
	if drop := len(t.last) - keptOutput; drop > keptOutput {
		t.last = append(t.last[:0], t.last[drop:]...)
	}
	return len(p), nil
}

func (t *tail) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append(bytes.Clone(t.head.Bytes()), t.last...)
}
