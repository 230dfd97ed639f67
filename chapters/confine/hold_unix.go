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
	head   *os.Process
	killed bool // the group has been, once
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
	if h.head == nil || signalGroup(h.head, syscall.SIGKILL) != nil {
		return 0
	}
	again := h.killed
	h.killed = true
	if !reaped(h.head) {
		return 0 // it may have been the head alone
	}
	// A process that has ended takes signals until its new parent, init, has
	// waited for it.
	deadline := time.Now().Add(patience)
	for signalGroup(h.head, syscall.SIGKILL) == nil && time.Now().Before(deadline) {
		time.Sleep(pause)
	}
	if again {
		return 0 // what is seen now has been killed before
	}
	return 1
}
