//go:build !linux

package securestream

import (
	"context"
	"io"
	"runtime"
)

// A keylogCapture takes a packet socket, which Linux alone has.
type keylogCapture struct{}

func openKeylogCapture() (*keylogCapture, error) {
	return nil, noCapture
}

func (*keylogCapture) close() {}

func (*keylogCapture) decrypt(context.Context, io.Writer, int, []byte) error { return noCapture }

var noCapture = missing{
	what:   "no packet socket on " + runtime.GOOS + ": this half runs on Linux",
	remedy: "SSLKEYLOGFILE and Wireshark do the same for a browser here",
}
