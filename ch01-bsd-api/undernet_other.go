//go:build !linux

package bsdapi

import (
	"context"
	"io"
)

// UnderNet needs strace.
func UnderNet(context.Context, io.Writer) error {
	return unsupported("system calls are shown by strace, a program for Linux")
}
