//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package bsdapi

import (
	"context"
	"io"
)

// Poll needs epoll or kqueue.
func Poll(context.Context, io.Writer) error {
	return unsupported("serving many sockets from one thread is shown with epoll and kqueue")
}
