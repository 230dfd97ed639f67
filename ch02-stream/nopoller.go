//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package stream

import (
	"context"
	"io"
	"net"
)

// What needs a kernel that says which sockets are ready, epoll or kqueue, is
// refused elsewhere with the reason.

// serveEventLoop needs a kernel that says which sockets are ready. Windows
// says which operations have completed (IOCP), which makes another program.
func serveEventLoop(context.Context, *net.TCPListener) error {
	return unsupported("the event loop needs epoll or kqueue")
}

// put needs the poller that the event loop needs.
func (l load) put(context.Context, *net.TCPAddr) (result, error) {
	return result{}, unsupported("the load needs epoll or kqueue")
}

// listenShared would need SO_REUSEPORT. Windows has SO_REUSEADDR, which lets
// any program take over a port that another holds; hence SO_EXCLUSIVEADDRUSE.
func listenShared(context.Context, string) (*net.TCPListener, error) {
	return nil, unsupported("several listeners on one port need SO_REUSEPORT")
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
