//go:build !linux

package raw

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"time"
)

// A Capture is a packet socket, which is Linux's. A BSD captures through
// /dev/bpf, Windows through a driver (Npcap).
type Capture struct{}

// OpenCapture fails.
func OpenCapture(CaptureConfig) (*Capture, error) {
	return nil, missing{what: "packet sockets are Linux's; this is " + runtime.GOOS}
}

// Read fails.
func (*Capture) Read([]byte) (Captured, error) { return Captured{}, errors.ErrUnsupported }

// Send fails.
func (*Capture) Send([]byte) error { return errors.ErrUnsupported }

// Stats fails.
func (*Capture) Stats() (CaptureStats, error) { return CaptureStats{}, errors.ErrUnsupported }

// SetReadDeadline fails.
func (*Capture) SetReadDeadline(time.Time) error { return errors.ErrUnsupported }

// Close fails: there is nothing to close.
func (*Capture) Close() error { return net.ErrClosed }

// Sniff takes a packet socket.
func Sniff(context.Context, io.Writer) error { return needsPacketSocket() }

// Filter takes a packet socket.
func Filter(context.Context, io.Writer) error { return needsPacketSocket() }

// HandmadeUDP is refused by Windows, and takes Linux's way of looking on.
func HandmadeUDP(context.Context, io.Writer) error { return needsPacketSocket() }

// HandmadeSYN is refused by Windows, and takes a network of its own.
func HandmadeSYN(context.Context, io.Writer) error { return needsPacketSocket() }

// Traceroute needs five hosts.
func Traceroute(context.Context, io.Writer) error { return needsPrivateHosts() }

// ARP needs two hosts.
func ARP(context.Context, io.Writer) error { return needsPrivateHosts() }

func needsPacketSocket() error {
	_, err := OpenCapture(CaptureConfig{})
	return err
}

func needsPrivateHosts() error {
	return missing{what: "hosts on a cable are made with Linux's network namespaces; this is " + runtime.GOOS}
}
