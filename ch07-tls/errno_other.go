//go:build !windows

package securestream

import "syscall"

type errno = syscall.Errno

var exhausted = []errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM}

const noSuchFamily = syscall.EAFNOSUPPORT
