//go:build !linux

package raw

import (
	"context"
	"io"
	"net/netip"
	"os"
	"runtime"
)

// needsNetwork refuses what is shown in a network of its own.
func needsNetwork() error {
	return missing{what: "a network to try this in is made with Linux's namespaces; this is " + runtime.GOOS}
}

func listenEcho(netip.Addr) (*os.File, error) { return nil, needsNetwork() }

// receiveFrom is never called.
func receiveFrom(*os.File, []byte) (int, netip.Addr, error) { return 0, netip.Addr{}, needsNetwork() }

// sendTo is never called.
func sendTo(*os.File, []byte, netip.Addr) error { return needsNetwork() }

// Headers needs a capture.
func Headers(context.Context, io.Writer) error { return needsNetwork() }

// Echo needs the kernel to be silent.
func Echo(context.Context, io.Writer) error { return needsNetwork() }

// Ping needs somebody to ask.
func Ping(context.Context, io.Writer) error { return needsNetwork() }

// PingSocket shows Linux's.
func PingSocket(context.Context, io.Writer) error { return needsNetwork() }

// NoCapability gives up one of Linux's capabilities.
func NoCapability(context.Context, io.Writer) error { return needsNetwork() }

// BadChecksum needs counters.
func BadChecksum(context.Context, io.Writer) error { return needsNetwork() }

// TooLong shows Linux's limits.
func TooLong(context.Context, io.Writer) error { return needsNetwork() }
