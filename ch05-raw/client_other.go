//go:build !linux && !darwin

package raw

import (
	"net/netip"
	"runtime"
)

// dialEcho is refused. FreeBSD has raw sockets only, and they are root's;
// Windows sends echo requests by calls of their own, IcmpSendEcho.
func dialEcho(netip.Addr) (*Client, error) {
	return nil, missing{what: "echo requests are sent on Linux and macOS here; this is " + runtime.GOOS}
}

// message is never called.
func (c *Client) message(packet []byte) ([]byte, bool) { return packet, true }
