//go:build !linux

package datagram

import (
	"context"
	"io"
	"net/netip"
	"runtime"
)

// errorQueue is Linux's.
func errorQueue(io.Writer, *sockets, netip.AddrPort) error { return nil }

// PktInfo asks on an address that only Linux has without being told to.
func PktInfo(context.Context, io.Writer) error {
	return missing{what: "127.0.0.2 is an address of this machine on Linux; this is " + runtime.GOOS}
}
