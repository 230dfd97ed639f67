package doctor

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"sockbook/runner/fault"
)

// tracing has this program trace one that it starts (ptrace(2),
// PTRACE_TRACEME), as strace does, and as chapter 6 does by itself. A
// container may forbid it, and so may the security module Yama.
func tracing(context.Context) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	// It is this thread that traces, and that may end it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command(self)
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return "", fault.New(traceRemedy(), "no program may trace another here: %w", cause(err))
	}
	// It stands still at its first instruction, and never gets to another.
	err = errors.Join(cmd.Process.Kill(), ignoreExit(cmd.Wait()))
	return "", err
}

// ignoreExit is err unless it tells how a process ended, which was killed.
func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

func traceRemedy() string {
	switch setting("kernel.yama.ptrace_scope") {
	case "2":
		return sudo() + "sysctl -w kernel.yama.ptrace_scope=1"
	case "3":
		return "set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and restart: it cannot be lowered before"
	}
	return "in a container, docker run --cap-add=SYS_PTRACE …"
}
