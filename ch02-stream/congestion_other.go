//go:build !linux

package stream

import (
	"runtime"
	"syscall"
)

// setCongestion needs an option that only Linux and FreeBSD have.
func setCongestion(syscall.Conn, string) error {
	return missing{what: "choosing the congestion control needs Linux; this is " + runtime.GOOS}
}
