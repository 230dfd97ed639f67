//go:build !unix

package unixdomain

import (
	"context"
	"io"
)

// NoSuchPath cannot be shown here: Winsock has words of its own.
func NoSuchPath(context.Context, io.Writer) error {
	return elsewhere("what is said of a path that does not exist is shown on Unix")
}

// Stale cannot be shown here: Listen does not replace a file without flock.
func Stale(context.Context, io.Writer) error {
	return elsewhere("replacing a dead server's file needs a Unix")
}
