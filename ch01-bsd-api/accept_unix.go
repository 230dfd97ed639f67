//go:build unix

package bsdapi

import "golang.org/x/sys/unix"

var (
	exhausted = []error{unix.EMFILE, unix.ENFILE, unix.ENOBUFS, unix.ENOMEM}
	aborted   = []error{unix.ECONNABORTED, unix.EPROTO, unix.ENETDOWN, unix.EHOSTUNREACH, unix.ENETUNREACH}
)

// startUp does nothing: the kernel is always there.
func startUp() error { return nil }
