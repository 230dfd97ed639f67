//go:build unix

package sockerrors

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// errnoName is the name that errno(3) gives a number on this system, "" if it
// gives none. Where two names have one number, it is the one that a socket's
// manual page uses: EAGAIN, EOPNOTSUPP.
func errnoName(e syscall.Errno) string {
	if e == unix.EOPNOTSUPP {
		return "EOPNOTSUPP" // ENOTSUP as well, on Linux
	}
	return unix.ErrnoName(e)
}
