//go:build !linux

package bsdapi

import (
	"context"
	"io"
	"runtime"
)

// What only Linux shows, or lets a program do without privilege, is refused
// elsewhere with the reason.

// Calls needs to ask the kernel for states.
func Calls(context.Context, io.Writer) error {
	return unsupported("the states of sockets are read with Linux's TCP_INFO and /proc/net/tcp")
}

// Sockaddr shows Linux's layouts. On the BSDs and macOS the first byte is the
// structure's length, and the second the family.
func Sockaddr(context.Context, io.Writer) error {
	return unsupported("the bytes shown are those of Linux's sockaddr structures")
}

// Wildcard shows Linux's rules; each system has its own.
func Wildcard(context.Context, io.Writer) error {
	return unsupported("which addresses conflict is shown for Linux")
}

// Backlog needs clients that hear nothing, and counters.
func Backlog(context.Context, io.Writer) error {
	return unsupported("filling a listener's queues needs Linux's SO_ATTACH_FILTER and /proc/net")
}

// File needs /proc/self/fd and Linux's sendfile.
func File(context.Context, io.Writer) error {
	return unsupported("a descriptor is looked at in Linux's /proc/self/fd")
}

// Options compares options that Linux has.
func Options(context.Context, io.Writer) error {
	return unsupported("the options shown are Linux's")
}

// Interfaces needs a network of its own.
func Interfaces(context.Context, io.Writer) error {
	return unsupported("making interfaces needs a Linux network namespace")
}

// NotAvailable needs a range of ports for one socket.
func NotAvailable(context.Context, io.Writer) error {
	return unsupported("using up a client's ports needs Linux's IP_LOCAL_PORT_RANGE")
}

// LowPort needs a privilege that a thread can give up and take back.
func LowPort(context.Context, io.Writer) error {
	return unsupported("giving up a privilege for a while needs Linux's capabilities")
}

// Interrupted needs to signal one thread.
func Interrupted(context.Context, io.Writer) error {
	return unsupported("sending a signal to one thread needs Linux's tgkill")
}

// unsupported is what an example lacks that another system would have.
func unsupported(what string) error {
	return missing{what: what + "; this is " + runtime.GOOS}
}
