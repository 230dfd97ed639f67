//go:build linux || dragonfly || freebsd

package bsdapi

import "golang.org/x/sys/unix"

// newDescriptor wraps socket(2). The two flags are an extension of Linux and
// the BSDs: without SOCK_CLOEXEC a child that another goroutine starts would
// hold the socket too, and close would not be its end.
func newDescriptor(family int) (int, error) {
	return unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
}

// acceptDescriptor wraps accept4(2): on Linux the new socket does not take
// its flags from the listener (accept(2), "Notes").
func acceptDescriptor(listener int) (int, unix.Sockaddr, error) {
	return unix.Accept4(listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
}
