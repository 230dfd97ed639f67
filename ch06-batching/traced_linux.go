package batching

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// A tracedCall is one system call, as it entered the kernel and as it left.
type tracedCall struct {
	name   string
	args   [6]uint64
	result int64 // below zero: an errno, negated
}

// An act is what a traced program did between two of its marks.
type act struct {
	title string
	calls []tracedCall
}

// traced runs one of the performances in a new process, every thread of it
// under ptrace(2), and returns the calls of each act that are about the
// descriptors it named. What the Go runtime asks of the kernel for itself is
// about others. The counts are the kernel's: nothing is assumed of package
// net.
func traced(ctx context.Context, performance string) ([]act, error) {
	// The tracer is a thread, not a process: each request must come from it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), performanceEnv+"="+performance)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	// A process group of its own is what wait4 below asks about: this
	// program's other children are not touched.
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, mayNotTrace(err)
	}
	t := tracer{leader: cmd.Process.Pid, seen: map[int]bool{}, inside: map[int]tracedCall{}}
	err = t.follow()
	if err != nil {
		_ = cmd.Process.Kill() // it may be stopped, and nobody would let it go on
	}
	_ = cmd.Wait() // ECHILD where follow has seen the end already
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err == nil && t.status != 0 {
		err = fmt.Errorf("the traced %s failed: %s", performance, bytes.TrimSpace(complaint.Bytes()))
	}
	return t.acts, err
}

// mayNotTrace tells a machine where ptrace is refused, as it is in many a
// container, from another failure.
func mayNotTrace(err error) error {
	if !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.ENOSYS) {
		return err
	}
	return missing{what: "no program may trace another here: " + err.Error(),
		remedy: "docker run --cap-add=SYS_PTRACE …"}
}
