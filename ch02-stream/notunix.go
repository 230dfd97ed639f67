//go:build !unix

package stream

import (
	"context"
	"io"
	"net"
)

// What needs descriptors as Unix has them is refused elsewhere with the reason.

// serveProcesses needs a socket that is a standard input like any other.
func serveProcesses(context.Context, *net.TCPListener) error {
	return unsupported("process per connection needs Unix's inherited descriptors")
}

// Inetd needs a socket that is a standard input like any other.
func Inetd(ctx context.Context, out io.Writer) error {
	return unsupported("handing a socket to cat needs Unix's inherited descriptors")
}

// EMFILE needs a limit of descriptors that a process can lower for itself.
func EMFILE(ctx context.Context, out io.Writer) error {
	return unsupported("running out of descriptors on purpose needs setrlimit(2)")
}

// Urgent needs recv(2) with MSG_OOB and SIOCATMARK, as Unix has them.
func Urgent(ctx context.Context, out io.Writer) error {
	return unsupported("out-of-band data is shown with Unix's recv and SIOCATMARK")
}
