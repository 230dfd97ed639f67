//go:build unix

package confine

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// ownGroup puts cmd in a process group of its own. A Ctrl-C at the terminal
// then reaches it through us alone.
func ownGroup(cmd *exec.Cmd) {
	var attr syscall.SysProcAttr
	if cmd.SysProcAttr != nil {
		attr = *cmd.SysProcAttr
	}
	// The leader of a session leads a group as well, and setpgid(2) fails for it
	// with EPERM.
	attr.Setpgid, attr.Pgid = !attr.Setsid, 0
	cmd.SysProcAttr = &attr
}

// signalGroup sends a signal to the group that head leads or led.
func signalGroup(head *os.Process, signal syscall.Signal) error {
	if reused(head) {
		return os.ErrProcessDone
	}
	err := syscall.Kill(-head.Pid, signal)
	if err == syscall.ESRCH {
		return os.ErrProcessDone
	}
	return os.NewSyscallError("kill", err)
}

// reused reports whether head's number has become another process's. As long
// as its group has a member the kernel gives the number to no one (fork(2));
// so a process that has it now means that the group is gone.
func reused(head *os.Process) bool {
	return reaped(head) && syscall.Kill(head.Pid, 0) != syscall.ESRCH
}

// reaped reports whether head has been waited for.
func reaped(head *os.Process) bool {
	return errors.Is(head.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

func interrupt(head *os.Process) error {
	return signalGroup(head, syscall.SIGINT)
}
