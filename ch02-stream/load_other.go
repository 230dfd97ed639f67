//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package stream

import (
	"context"
	"net"
	"runtime"
)

// put needs the poller that the event loop needs.
func (l load) put(context.Context, *net.TCPAddr) (result, error) {
	return result{}, missing{what: "the load needs epoll or kqueue; this is " + runtime.GOOS}
}
