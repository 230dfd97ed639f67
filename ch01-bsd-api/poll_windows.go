package bsdapi

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A handle names a socket: a SOCKET, which is an object of the kernel and not
// an index. Code that takes it for a small number, or that compares it with
// -1 as an int, is wrong here; INVALID_SOCKET is its largest value.
type handle = windows.Handle

// A pollfd is a WSAPOLLFD: a socket, the events wanted, and those that
// happened, errors and hang-ups among them whether wanted or not.
type pollfd struct {
	Fd      handle
	Events  int16
	Revents int16
}

// POLLIN and POLLOUT have other values than on Unix.
const (
	pollIn  = 0x0100 | 0x0200 // POLLRDNORM, POLLRDBAND
	pollOut = 0x0010          // POLLWRNORM
)

func newPollfd(fd handle, events int16) pollfd { return pollfd{Fd: fd, Events: events} }

// poll wraps WSAPoll. timeout is in milliseconds, and for ever if negative.
// Until Windows 10 version 2004 it did not report that connecting had failed.
func poll(set []pollfd, timeout int) error {
	const socketError = ^uintptr(0) >> 32 // an int of -1, as C returns it
	n, _, err := procPoll.Call(uintptr(unsafe.Pointer(unsafe.SliceData(set))), uintptr(len(set)), uintptr(timeout))
	if n&socketError == socketError {
		return os.NewSyscallError("WSAPoll", lastError(err))
	}
	return nil
}
