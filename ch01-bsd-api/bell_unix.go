//go:build unix

package bsdapi

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A bell is a pipe whose read end is among what is polled: a byte written to
// it ends the poll. The trick is called the self-pipe.
type bell struct {
	r, w int
	byte []byte
}

// newBell wraps pipe(2). The lock keeps a fork from happening before the flags
// are set: the child would hold the pipe for as long as it runs.
func newBell() (bell, error) {
	var ends [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := unix.Pipe(ends[:]); err != nil {
		return bell{}, os.NewSyscallError("pipe", err)
	}
	unix.CloseOnExec(ends[0])
	unix.CloseOnExec(ends[1])
	return bell{ends[0], ends[1], make([]byte, 1)}, nil
}

func (b bell) fd() handle { return b.r }

// One byte at a time is in the pipe, so neither call waits.
func (b bell) ring()  { _, _ = unix.Write(b.w, b.byte) }
func (b bell) clear() { _, _ = unix.Read(b.r, b.byte) }

func (b bell) close() {
	_ = unix.Close(b.r) // nothing is buffered in it
	_ = unix.Close(b.w)
}
