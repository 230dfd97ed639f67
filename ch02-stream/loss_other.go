//go:build !linux

package stream

import (
	"runtime"
	"syscall"
)

// loseIncoming needs a filter on the socket, which only Linux offers to a
// program without privilege.
func loseIncoming(conn syscall.Conn, percent uint32) error {
	return missing{what: "losing segments on purpose needs Linux's SO_ATTACH_FILTER; this is " + runtime.GOOS}
}
