//go:build unix

package bsdapi

import "golang.org/x/sys/unix"

var refusals = []error{unix.ECONNREFUSED}
