//go:build !unix

package stream

import (
	"context"
	"io"
	"runtime"
)

// EMFILE needs a limit of descriptors that a process can lower for itself.
func EMFILE(ctx context.Context, out io.Writer) error {
	return missing{what: "running out of descriptors on purpose needs setrlimit(2); this is " + runtime.GOOS}
}
