//go:build !windows

package echo

import "syscall"

const (
	errAddrInUse    = syscall.EADDRINUSE
	errAddrNotAvail = syscall.EADDRNOTAVAIL
	errRefused      = syscall.ECONNREFUSED
	errAccess       = syscall.EACCES
)
