package bsdapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// UnderNet lets a server and a client made with package net exchange a line
// under strace(1), in a process that has made no call of net before, and
// prints below each of their calls the system calls that it made.
func UnderNet(ctx context.Context, out io.Writer) error {
	if _, err := exec.LookPath("strace"); err != nil {
		return missing{what: "tracing a program takes the program strace", remedy: "apt-get install strace"}
	}
	if err := mayTrace(ctx); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "undernet")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	pid, err := traceNetCalls(ctx, filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	return showNetCalls(out, dir, pid)
}

// mayTrace traces a program that does nothing. ptrace(2) is refused in many a
// container, and to a process that is itself being traced.
func mayTrace(ctx context.Context) error {
	text, err := straced(ctx, "-o", os.DevNull, "true").CombinedOutput()
	if err == nil || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	last := strings.TrimSpace(string(text))
	last = last[strings.LastIndex(last, "\n")+1:]
	return missing{what: "no program may trace another here: " + last,
		remedy: "docker run --cap-add=SYS_PTRACE …"}
}

// traceNetCalls starts this program anew, as one that makes net's calls and
// ends (see netCalls), and returns its process number. Each of its threads
// gets a log of its own, named log and the thread's number.
func traceNetCalls(ctx context.Context, log string) (pid int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	// With -D the process started is the program, and strace is behind it:
	// the log of its first thread has the number that we know. strace holds
	// the same standard error, so that Wait waits for its last line too.
	cmd := straced(ctx, "-D", "-ff", "-y", "-s", "128", "-e", "signal=none", "-e",
		"trace=%network,openat,read,write,close,epoll_create1,epoll_ctl,epoll_pwait,eventfd2",
		"-o", log, self)
	cmd.Env = append(os.Environ(), netCallsEnv+"=1", "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		return 0, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return cmd.Process.Pid, nil
}

// straced is strace with those arguments, in a process group of its own: a
// strace that is killed early leaves behind a child that waits for it for
// ever, so that the group is killed when ctx ends.
func straced(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "strace", append([]string{"-qq"}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	return cmd
}
