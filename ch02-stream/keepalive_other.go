//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// KeepAlive cannot be shown here.
func KeepAlive(context.Context, io.Writer) error {
	return missing{what: "making a peer deaf needs Linux; this is " + runtime.GOOS}
}
