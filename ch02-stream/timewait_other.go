//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// TimeWait cannot be shown here.
func TimeWait(context.Context, io.Writer) error {
	return missing{what: "the kernel's table of connections needs Linux; this is " + runtime.GOOS}
}
