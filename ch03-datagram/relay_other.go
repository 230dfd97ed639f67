//go:build !windows

package datagram

import (
	"errors"
	"syscall"
)

// portUnreachable reports whether a read failed for a datagram sent earlier to
// a port where nobody listens. A connected socket is told (udp(7)), one that
// is not connected never, unless it asks to be.
func portUnreachable(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
