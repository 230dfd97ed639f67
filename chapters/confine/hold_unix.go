//go:build unix && !linux

package confine

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// A hold is a process group.
type hold struct {
	head *os.Process
}

func newHold(cmd *exec.Cmd) (*hold, error) {
	ownGroup(cmd)
	return &hold{}, nil
}

func (h *hold) adopt(head *os.Process) error {
	h.head = head
	return nil
}

func (h *hold) end() int {
	if h.head == nil || signalGroup(h.head, syscall.SIGKILL) != nil || !reaped(h.head) {
		return 0 // nothing was left, or it may have been the head alone
	}
	deadline := time.Now().Add(patience)
	for signalGroup(h.head, syscall.SIGKILL) == nil && time.Now().Before(deadline) {
		time.Sleep(pause)
	}
	return 1
}
