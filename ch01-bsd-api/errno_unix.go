//go:build unix

package bsdapi

import (
	"errors"

	"golang.org/x/sys/unix"
)

// errnoOf digs the number out of an error, under whatever wraps it.
func errnoOf(err error) (unix.Errno, bool) {
	var errno unix.Errno
	return errno, errors.As(err, &errno)
}
