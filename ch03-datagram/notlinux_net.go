//go:build !linux

package datagram

import (
	"context"
	"io"
	"runtime"
)

// What takes a network of one's own, or shows Linux's own evidence, is refused
// elsewhere with the reason.

// Broadcast needs two hosts.
func Broadcast(context.Context, io.Writer) error { return needsHosts() }

// MTU needs three hosts.
func MTU(context.Context, io.Writer) error { return needsHosts() }

// Multicast needs two hosts.
func Multicast(context.Context, io.Writer) error { return needsHosts() }

// DSCP reads the mark of a received datagram in Linux's way.
func DSCP(context.Context, io.Writer) error {
	return missing{what: "marks of received datagrams are shown for Linux; this is " + runtime.GOOS}
}

// Overflow reads Linux's counters.
func Overflow(context.Context, io.Writer) error {
	return missing{what: "lost datagrams are counted where Linux counts them; this is " + runtime.GOOS}
}

// Sharing shows Linux's rules; each system has its own.
func Sharing(context.Context, io.Writer) error {
	return missing{what: "who gets what on a shared port is shown for Linux; this is " + runtime.GOOS}
}

func needsHosts() error {
	return missing{what: "a second host is made with Linux's network namespaces; this is " + runtime.GOOS}
}
