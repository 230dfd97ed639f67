//go:build !unix

package stream

import (
	"context"
	"io"
	"runtime"
)

// Inetd needs a socket that is a standard input like any other.
func Inetd(ctx context.Context, out io.Writer) error {
	return missing{what: "handing a socket to cat needs Unix's inherited descriptors; this is " + runtime.GOOS}
}
