//go:build !linux

package batching

import (
	"context"
	"io"
	"runtime"
)

// MMsg needs sendmmsg and recvmmsg.
func MMsg(context.Context, io.Writer) error { return needsLinux("sendmmsg and recvmmsg as calls") }

// GSO needs UDP_SEGMENT.
func GSO(context.Context, io.Writer) error { return needsLinux("UDP_SEGMENT") }

// GRO needs UDP_GRO.
func GRO(context.Context, io.Writer) error { return needsLinux("UDP_GRO") }

// ZeroCopy needs MSG_ZEROCOPY.
func ZeroCopy(context.Context, io.Writer) error { return needsLinux("MSG_ZEROCOPY") }

// Fallback needs a kernel in which GSO can fail.
func Fallback(context.Context, io.Writer) error { return needsLinux("UDP_SEGMENT") }

// NoBuffers needs a bound that a namespace of its own has.
func NoBuffers(context.Context, io.Writer) error { return needsLinux("net.core.optmem_max") }

func needsLinux(what string) error {
	return missing{what: what + ": Linux has it; this is " + runtime.GOOS}
}
