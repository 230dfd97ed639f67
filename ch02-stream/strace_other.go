//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// Strace needs strace(1), which is Linux's.
func Strace(context.Context, io.Writer) error {
	return missing{what: "strace is a program for Linux; this is " + runtime.GOOS}
}
