//go:build !unix

package stream

import (
	"context"
	"net"
	"runtime"
)

// serveProcesses needs a socket that is a standard input like any other.
func serveProcesses(context.Context, *net.TCPListener) error {
	return missing{what: "process per connection needs Unix's inherited descriptors; this is " + runtime.GOOS}
}
