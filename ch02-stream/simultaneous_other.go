//go:build !linux

package stream

import (
	"context"
	"io"
	"runtime"
)

// SimultaneousOpen has to lose two SYNs, as loseIncoming can on Linux.
func SimultaneousOpen(ctx context.Context, out io.Writer) error {
	return missing{what: "making two SYNs cross needs Linux's SO_ATTACH_FILTER; this is " + runtime.GOOS}
}
