//go:build !linux

package stream

import (
	"io"
	"syscall"
)

// showNoDelay has nothing to add here; the option is the same.
func showNoDelay(io.Writer, syscall.Conn) {}
