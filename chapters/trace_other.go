//go:build !linux

package chapters

import (
	"os"
	"runtime"
)

// A traceLog is what only Linux has a use for: strace runs nowhere else.
type traceLog struct{ path string }

func newTraceLog() (*traceLog, error) {
	return nil, &Skipped{Reason: "system calls are shown by strace, a program for Linux; this is " + runtime.GOOS}
}

func (*traceLog) each(func(string)) error { return os.ErrInvalid }

func (*traceLog) end() {}

func (*traceLog) remove() {}

func traceRemedy() string { return "" }
