//go:build !linux

package unixdomain

import (
	"context"
	"io"
)

// Truncated cannot be shown here.
func Truncated(context.Context, io.Writer) error {
	return elsewhere("what becomes of cut off descriptors is shown on Linux")
}

// TooMany cannot be shown here.
func TooMany(context.Context, io.Writer) error {
	return elsewhere("the bound on descriptors under way is Linux's")
}

// Isolation cannot be shown here.
func Isolation(context.Context, io.Writer) error {
	return elsewhere("network namespaces are Linux's")
}
