//go:build !windows

package echo

import "syscall"

const (
	errAddrInUse    = syscall.EADDRINUSE
	errAddrNotAvail = syscall.EADDRNOTAVAIL
	errRefused      = syscall.ECONNREFUSED
	errAccess       = syscall.EACCES
	errTimedOut     = syscall.ETIMEDOUT
)

var (
	errUnreachable = []syscall.Errno{syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.ENETDOWN}
	errEnded       = []syscall.Errno{syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE}
)
