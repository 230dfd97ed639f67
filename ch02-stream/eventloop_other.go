//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package stream

import (
	"context"
	"net"
	"runtime"
)

// serveEventLoop needs a kernel that says which sockets are ready. Windows
// says which operations have completed (IOCP), which makes another program.
func serveEventLoop(context.Context, *net.TCPListener) error {
	return missing{what: "the event loop needs epoll or kqueue; this is " + runtime.GOOS}
}
