//go:build !unix && !windows

package confine

import (
	"os"
	"os/exec"
)

// A hold is the head alone: this system has nothing to hold more by.
type hold struct {
	head *os.Process
}

func newHold(*exec.Cmd) (*hold, error) { return &hold{}, nil }

func (h *hold) adopt(head *os.Process) error {
	h.head = head
	return nil
}

func (h *hold) end() int {
	if h.head != nil {
		_ = h.head.Kill() // fails only if it is gone
	}
	return 0
}

func interrupt(head *os.Process) error { return head.Kill() }
