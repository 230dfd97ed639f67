//go:build unix

package bsdapi

import (
	"os"

	"golang.org/x/sys/unix"
)

// A handle names a socket: on Unix a descriptor, a small number that indexes
// the process's table of open files.
type handle = int

// A pollfd is an entry of poll(2): a descriptor, the events wanted, and those
// that happened, errors and hang-ups among them whether wanted or not.
type pollfd = unix.PollFd

const (
	pollIn  = unix.POLLIN
	pollOut = unix.POLLOUT
)

func newPollfd(fd handle, events int16) pollfd { return pollfd{Fd: int32(fd), Events: events} }

// poll wraps poll(2). timeout is in milliseconds, and for ever if negative.
func poll(set []pollfd, timeout int) error {
	_, err := unix.Poll(set, timeout)
	return os.NewSyscallError("poll", err)
}
