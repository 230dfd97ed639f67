//go:build !linux

package unixdomain

import (
	"context"
	"io"
)

// Abstract cannot be shown here.
func Abstract(context.Context, io.Writer) error {
	return elsewhere("abstract names are Linux's")
}

// Dgram cannot be shown here: on macOS, for one, a sender that is too fast is
// not held up but told ENOBUFS.
func Dgram(context.Context, io.Writer) error {
	return elsewhere("how datagrams are kept is shown on Linux")
}

// SeqPacket cannot be shown here: macOS and Windows have no such sockets.
func SeqPacket(context.Context, io.Writer) error {
	return elsewhere("sockets of the type SOCK_SEQPACKET are shown on Linux")
}
