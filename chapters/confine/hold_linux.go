package confine

import (
	"crypto/rand"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const (
	// calm is how many sweeps in a row must find nothing: one may list the
	// processes just before a parent forks, and look at the parent just after
	// it has gone.
	calm = 2
	// calmUnclear is the same when a process could not be told.
	calmUnclear = 20
)

// A hold is a process group and a mark.
type hold struct {
	mark string // NAME=1, in the environment of the family and of no one else
	head *os.Process
	born uint64 // when head was started; the rest of the family is no older
}

func newHold(cmd *exec.Cmd) (*hold, error) {
	ownGroup(cmd)
	// A name of its own for each family: a family within a family has both.
	h := &hold{mark: "CONFINED_" + rand.Text() + "=1"}
	cmd.Env = append(cmd.Environ(), h.mark)
	return h, nil
}

func (h *hold) adopt(head *os.Process) error {
	h.head = head
	if p, ok := readProcess(head.Pid); ok { // it is there until it is waited for
		h.born = p.born
	}
	return nil
}

func (h *hold) end() int {
	if h.head == nil {
		return 0
	}
	left := make(map[int]bool)
	deadline := time.Now().Add(patience)
	for quiet := 0; ; {
		found, unclear := h.sweep(left)
		// One kill(2) reaches the whole group: none of it can fork meanwhile.
		_ = signalGroup(h.head, syscall.SIGKILL) // nothing may be left
		quiet++
		if found {
			quiet = 0
		}
		if quiet >= calm && !unclear || quiet >= calmUnclear || time.Now().After(deadline) {
			return len(left)
		}
		time.Sleep(pause)
	}
}

// sweep kills each process of the family, adds the number of each but the
// head's to left, and reports whether there was any and whether there may be
// one that it could not tell.
func (h *hold) sweep(left map[int]bool) (found, unclear bool) {
	ours := !reused(h.head)
	for _, pid := range processes() {
		switch h.visit(pid, ours) {
		case member:
			found = true
			if pid != h.head.Pid {
				left[pid] = true
			}
		case unsure:
			unclear = true
		}
	}
	return found, unclear
}

// A kinship is what a process is to a family.
type kinship int

const (
	stranger kinship = iota
	unsure
	member
)

// visit tells what the process of that number is to the family, and kills it if
// it belongs to it. The group counts if it is ours.
func (h *hold) visit(pid int, ours bool) kinship {
	// This comes first: the handle keeps to one process (pidfd_open(2)), so if
	// the number changes hands from here on, the kill misses.
	handle, err := os.FindProcess(pid)
	if err != nil {
		return stranger
	}
	defer handle.Release()
	p, ok := readProcess(pid)
	if !ok || p.ended || p.born < h.born {
		return stranger
	}
	kin := p.carries(h.mark)
	if ours && p.group == h.head.Pid {
		kin = member
	}
	if kin == member {
		_ = handle.Kill() // it may be gone, and the next sweep will see
	}
	return kin
}
