//go:build !unix

package unixdomain

import (
	"context"
	"io"
)

// SocketPair cannot be shown here: Winsock has none.
func SocketPair(context.Context, io.Writer) error {
	return elsewhere("socketpair needs a Unix")
}
