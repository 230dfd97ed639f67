//go:build !unix

package stream

import (
	"context"
	"io"
	"runtime"
)

// Urgent needs recv(2) with MSG_OOB and SIOCATMARK, as Unix has them.
func Urgent(ctx context.Context, out io.Writer) error {
	return missing{what: "out-of-band data is shown with Unix's recv and SIOCATMARK; this is " + runtime.GOOS}
}
