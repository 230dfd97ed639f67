//go:build !unix

package unixdomain

import (
	"context"
	"io"
)

// Credentials cannot be shown here.
func Credentials(context.Context, io.Writer) error {
	return elsewhere("credentials are shown on Linux and macOS")
}

// PassFD cannot be shown here.
func PassFD(context.Context, io.Writer) error {
	return elsewhere("passing descriptors needs a Unix")
}

// Broker cannot be shown here.
func Broker(context.Context, io.Writer) error {
	return elsewhere("passing descriptors needs a Unix")
}

// Activation cannot be shown here.
func Activation(context.Context, io.Writer) error {
	return elsewhere("socket activation needs a Unix")
}
