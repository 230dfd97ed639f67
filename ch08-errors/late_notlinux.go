//go:build !linux

package sockerrors

import (
	"context"
	"fmt"
	"io"
	"runtime"
)

// lateConnect on another system may have its answer at once: connect need not
// be in progress over loopback.
func lateConnect(_ context.Context, out io.Writer, _ *bench) error {
	return notShown(out, "connect that does not wait")
}

// lateSend needs poll(2) to know that the answer has come.
func lateSend(_ context.Context, out io.Writer, _ *bench) error {
	return notShown(out, "a pending error that a send reports")
}

func notShown(out io.Writer, what string) error {
	fmt.Fprintf(out, "Not shown on %s: %s.\n", runtime.GOOS, what)
	return nil
}
