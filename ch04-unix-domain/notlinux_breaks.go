//go:build !linux

package unixdomain

import (
	"context"
	"io"
)

// ByMode cannot be shown here.
func ByMode(context.Context, io.Writer) error {
	return elsewhere("going without the rights of root for a while needs Linux's capabilities")
}

// Nobody cannot be shown here: each system says something else.
func Nobody(context.Context, io.Writer) error {
	return elsewhere("what is refused, and in which words, is shown on Linux")
}

// NameTooLong cannot be shown here.
func NameTooLong(context.Context, io.Writer) error {
	return elsewhere("the way round needs Linux's /proc/self/fd")
}

// TooLong cannot be shown here.
func TooLong(context.Context, io.Writer) error {
	return elsewhere("how long a datagram may be is shown on Linux")
}
