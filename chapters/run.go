package chapters

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"sockbook/chapters/confine"
)

// grace is what an interrupted example has to tidy up before it is killed.
const grace = 700 * time.Millisecond

// A Skipped error says why an example cannot run on this machine.
type Skipped struct {
	Reason, Remedy string

	namespace bool // it was refused a namespace, and has printed nothing
}

func (e *Skipped) Error() string        { return e.Reason }
func (e *Skipped) Hint() string         { return e.Remedy }
func (e *Skipped) Is(target error) bool { return target == errors.ErrUnsupported }

// A failure is an example's own error, as its process reported it.
type failure struct{ text, remedy string }

func (e *failure) Error() string { return e.text }
func (e *failure) Hint() string  { return e.remedy }

// RunExample runs the named example in a process of its own, a new copy of
// this program, and writes its output to out as it comes. The program must
// have called [Child] first.
//
// args are for its [AskedFunc]. It returns nil once the example has succeeded, a [*Skipped] if this machine
// lacks something, ctx's cause if ctx ended first, and otherwise an error with
// the example's own message, a panic's included.
func (c *Chapter) RunExample(ctx context.Context, name string, out io.Writer, args ...string) error {
	return c.runIn(ctx, name, setting{out: out, args: args})
}

// A setting is how an example's process is started.
type setting struct {
	under    []string // the words of a command that comes before the program's own
	env      []string // what its environment has beside ours
	isolated bool     // in a namespace of its own
	out      io.Writer
	args     []string
}

// runIn is RunExample in a setting; the example says where it is to run.
func (c *Chapter) runIn(ctx context.Context, name string, s setting) error {
	e, err := c.FindExample(name)
	if err != nil {
		return err
	}
	s.isolated = e.Network != Shared
	err = c.spawn(ctx, e, s)
	var refused *Skipped
	if e.Network != PreferPrivate || !errors.As(err, &refused) || !refused.namespace {
		return err
	}
	s.isolated = false
	err = c.spawn(ctx, e, s)
	if errors.Is(err, errors.ErrUnsupported) && refused.Remedy != "" {
		return refused // with a namespace it might have run
	}
	return err
}

// spawn runs e in a new process.
func (c *Chapter) spawn(ctx context.Context, e *Example, s setting) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	argv := slices.Concat(s.under, []string{self}, s.args)
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = slices.Concat(os.Environ(), s.env, []string{childEnv + "=" + c.Dir + "/" + e.Name})
	cmd.Stdout, cmd.Stderr = s.out, &capped{w: &stderr, left: 64 << 10}
	cmd.Cancel = func() error { return confine.Interrupt(cmd) }
	cmd.WaitDelay = grace // after Cancel: then the process is killed
	if s.isolated {
		if err := private(cmd); err != nil {
			return err
		}
	}
	family, err := confine.Start(cmd)
	if err != nil {
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case s.isolated:
			return refused(err)
		}
		return err
	}
	err = cmd.Wait()
	family.End()
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
	switch code := exit.ExitCode(); code {
	case exitSkipped, exitRefused:
		return &Skipped{Reason: text, Remedy: hint, namespace: code == exitRefused}
	case exitPanic:
		return errors.New(panicText(stderr))
	}
	if text == "" {
		text = exit.Error()
	}
	return &failure{text, hint}
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
