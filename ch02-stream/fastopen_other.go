//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// FastOpen exists on macOS (connectx(2)), FreeBSD and Windows too, each with
// calls of its own; what proves it here is Linux's TCP_INFO.
func FastOpen(ctx context.Context, out io.Writer) error {
	return missing{what: "Fast Open is shown with Linux's TCP_FASTOPEN_CONNECT; this is " + runtime.GOOS}
}
