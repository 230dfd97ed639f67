//go:build unix && !linux && !dragonfly && !freebsd

package bsdapi

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// newDescriptor wraps socket(2). What the flags SOCK_NONBLOCK and SOCK_CLOEXEC
// do elsewhere in the call takes two more; the lock keeps a fork from coming
// between them.
func newDescriptor(family int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := unix.Socket(family, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	unix.CloseOnExec(fd)
	return fd, unix.SetNonblock(fd, true)
}

// acceptDescriptor wraps accept(2). The listener does not block, so the lock
// is not held for long.
func acceptDescriptor(listener int) (int, unix.Sockaddr, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, from, err := unix.Accept(listener)
	if err != nil {
		return -1, nil, err
	}
	unix.CloseOnExec(fd)
	return fd, from, unix.SetNonblock(fd, true)
}
