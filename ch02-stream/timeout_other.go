//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// TimedOut cannot be shown here.
func TimedOut(context.Context, io.Writer) error {
	return missing{what: "making a peer deaf needs Linux; this is " + runtime.GOOS}
}
