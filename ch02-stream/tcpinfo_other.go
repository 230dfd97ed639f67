//go:build !linux

package stream

import (
	"runtime"
	"syscall"
)

// tcpInfo has counterparts elsewhere (TCP_CONNECTION_INFO on macOS,
// SIO_TCP_INFO on Windows) that tell other things under other names.
func tcpInfo(conn syscall.Conn) (info, error) {
	return info{}, missing{what: "asking the kernel about a connection needs Linux's TCP_INFO; this is " + runtime.GOOS}
}
