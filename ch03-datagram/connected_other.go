//go:build !linux

package datagram

import (
	"io"
	"net"
)

// connectedAnew shows Linux's rules. On macOS and the BSDs sendto with an
// address fails with EISCONN while the socket is connected.
func connectedAnew(io.Writer, *net.UDPConn, *net.UDPConn, *net.UDPConn) error { return nil }
