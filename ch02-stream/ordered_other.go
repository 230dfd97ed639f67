//go:build !linux

package stream

import (
	"runtime"
	"syscall"
)

func smallSegments(network, address string, raw syscall.RawConn) error {
	return missing{what: "losing small segments on purpose is shown on Linux only; this is " + runtime.GOOS}
}
