package chapters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"time"
)

// childEnv names the example that a process is to run in place of whatever
// else its main does. An example gets a process of its own so that a panic on
// any goroutine, a lowered descriptor limit or an endless loop stays its own.
const childEnv = "SOCKBOOK_EXAMPLE"

// privateEnv tells a child that its network namespace is new, and lo down.
const privateEnv = "SOCKBOOK_PRIVATE"

// Exit statuses of a child, beside 0.
const (
	exitFailed  = 1
	exitPanic   = 2 // Go's own, for a panic
	exitSkipped = 3
)

// grace is what an interrupted example has to tidy up before it is killed.
const grace = 700 * time.Millisecond

// A Skipped error says why an example cannot run on this machine.
type Skipped struct{ Reason, Remedy string }

func (e *Skipped) Error() string        { return e.Reason }
func (e *Skipped) Hint() string         { return e.Remedy }
func (e *Skipped) Is(target error) bool { return target == errors.ErrUnsupported }

// Child runs the example that the environment names, if it names one, and
// returns the status to exit with. A program that calls [Chapter.RunExample]
// calls Child before it does anything else.
func Child(catalogue []Chapter) (status int, ran bool) {
	name, ok := os.LookupEnv(childEnv)
	if !ok {
		return 0, false
	}
	_ = os.Unsetenv(childEnv) // what the example starts is not an example
	dir, example, _ := strings.Cut(name, "/")
	for i := range catalogue {
		if catalogue[i].Dir != dir {
			continue
		}
		if e := catalogue[i].Example(example); e != nil {
			return runHere(e), true
		}
	}
	fmt.Fprintf(os.Stderr, "no example %s in this program\n", name)
	return exitFailed, true
}

func runHere(e *Example) int {
	if _, ok := os.LookupEnv(privateEnv); ok {
		_ = os.Unsetenv(privateEnv)
		if err := raiseLoopback(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return exitFailed
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := e.Run(ctx, &lineWriter{w: os.Stdout})
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		return exitFailed
	}
	fmt.Fprintln(os.Stderr, err)
	if h := hint(err); h != "" {
		fmt.Fprintln(os.Stderr, "hint: "+h)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		return exitSkipped
	}
	return exitFailed
}

// RunExample runs the named example in a process of its own, a new copy of
// this program, and writes its output to out as it comes. The program must
// have called [Child] first.
//
// It returns nil once the example has succeeded, a [*Skipped] if this machine
// lacks something, ctx's cause if ctx ended first, and otherwise an error with
// the example's own message, a panic's included.
func (c *Chapter) RunExample(ctx context.Context, name string, out io.Writer) error {
	e, err := c.FindExample(name)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), childEnv+"="+c.Dir+"/"+name)
	cmd.Stdout, cmd.Stderr = out, &capped{w: &stderr, left: 64 << 10}
	cmd.WaitDelay = grace // after Cancel: then the process is killed
	ownGroup(cmd)
	if e.Private {
		if err := private(cmd); err != nil {
			return err
		}
	}
	if err := cmd.Start(); err != nil {
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case e.Private:
			return refused(err)
		}
		return err
	}
	err = cmd.Wait()
	endGroup(cmd)
	return outcome(ctx, err, stderr.String())
}

// outcome says in one error how a child ended.
func outcome(ctx context.Context, err error, stderr string) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if errors.Is(err, exec.ErrWaitDelay) { // the example is done, and something holds its output open
		return errors.New("the example left a process behind")
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	text, hint, _ := strings.Cut(strings.TrimSpace(stderr), "\nhint: ")
	switch exit.ExitCode() {
	case exitSkipped:
		return &Skipped{Reason: text, Remedy: hint}
	case exitPanic:
		return errors.New(panicText(stderr))
	}
	if text == "" {
		text = exit.Error()
	}
	return errors.New(text)
}

// panicText is the first line of what the Go runtime prints when it gives up:
// the reader is told what happened, not where in the stack.
func panicText(stderr string) string {
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return line
		}
	}
	return "the example ended with status 2"
}

// A lineWriter keeps each Write whole when several goroutines write.
type lineWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lineWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// A capped writer drops what exceeds its bound, so that a runaway child cannot
// fill our memory.
type capped struct {
	w    io.Writer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	if _, err := c.w.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}
