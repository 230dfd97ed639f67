package datagram

import (
	"errors"
	"syscall"
)

// portUnreachable reports whether a read failed for a datagram sent earlier to
// a port where nobody listens. Windows tells so on every UDP socket, connected
// or not (WSARecvFrom, WSAECONNRESET); the socket is as good as before.
func portUnreachable(err error) bool { return errors.Is(err, syscall.WSAECONNRESET) }
