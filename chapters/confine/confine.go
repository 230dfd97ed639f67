// Package confine starts a program so that nothing of it remains: the program
// and whatever it starts, however deep, can be ended as one.
//
// What holds such a family together is the system's:
//
//   - Linux: a process group (setpgid(2)), and a random mark in the
//     environment, which finds what has left the group by setsid(2), setpgid(2)
//     or forking twice. A process escapes that has left the group and whose
//     environment, as /proc/PID/environ shows it, was cleared or written over,
//     or may not be read because the process changed its user.
//   - other Unix: a process group. What leaves it escapes.
//   - Windows: a job object, which no process can leave.
//
// What a family has another program start for it, a service manager say, is no
// part of it.
package confine

import (
	"os/exec"
	"sync"
	"time"
)

const (
	// patience is how long End waits for what it has killed to be gone. The
	// kernel ends a process within milliseconds, unless a driver or a file
	// server keeps it waiting.
	patience = 2 * time.Second
	// pause is between two looks at whether something is left: no system
	// reports the end of a process that is not its parent's child.
	pause = time.Millisecond
)

// A Family is a program and what it has started.
type Family struct {
	mu   sync.Mutex // held by End
	hold *hold
}

// Start starts cmd, as [exec.Cmd.Start] does, as the head of a family, and
// returns the same errors. It adds to cmd.SysProcAttr, in a copy, and to
// cmd.Env. The caller uses cmd as usual and calls [Family.End] in the end,
// after cmd.Wait as a rule.
func Start(cmd *exec.Cmd) (*Family, error) {
	h, err := newHold(cmd)
	if err != nil {
		return nil, err
	}
	f := &Family{hold: h}
	if err := cmd.Start(); err != nil {
		f.End()
		return nil, err
	}
	if err := h.adopt(cmd.Process); err != nil {
		_ = cmd.Process.Kill() // fails only if it is gone
		_ = cmd.Wait()         // err tells more
		f.End()
		return nil, err
	}
	return f, nil
}

// Interrupt asks the family that cmd heads to stop. On Unix that is SIGINT to
// its process group; Windows has no signal for one program alone, so there cmd
// is terminated, and what it has started is left to [Family.End].
//
// It is made for cmd.Cancel: if nothing is left to ask, the error is
// [os.ErrProcessDone].
func Interrupt(cmd *exec.Cmd) error {
	return interrupt(cmd.Process)
}

// End kills what is left of the family and waits, for 2 s at most, until it is
// gone. It returns how many processes were left beside the head; on a Unix
// other than Linux 1 stands for any number, and is known only after cmd.Wait.
//
// End may be called at any time, by several goroutines, and again. It does not
// replace cmd.Wait.
func (f *Family) End() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hold.end()
}
