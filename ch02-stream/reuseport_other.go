//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package stream

import (
	"context"
	"io"
	"net"
	"runtime"
)

// listenShared would need SO_REUSEPORT. Windows has SO_REUSEADDR, which lets
// any program take over a port that another holds; hence SO_EXCLUSIVEADDRUSE.
func listenShared(context.Context, string) (*net.TCPListener, error) {
	return nil, missing{what: "several listeners on one port need SO_REUSEPORT; this is " + runtime.GOOS}
}

func serveReusePort(ctx context.Context, ln *net.TCPListener) error {
	_, err := listenShared(ctx, "")
	return err
}

// ReusePort needs SO_REUSEPORT.
func ReusePort(ctx context.Context, out io.Writer) error {
	_, err := listenShared(ctx, "")
	return err
}
