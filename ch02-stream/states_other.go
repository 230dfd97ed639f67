//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// States cannot be shown here.
func States(context.Context, io.Writer) error {
	return missing{what: "listing states with ss needs Linux; this is " + runtime.GOOS}
}
