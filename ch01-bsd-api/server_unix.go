//go:build unix

package bsdapi

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// listenOn makes a listening socket: socket, setsockopt, bind, listen.
func listenOn(addr *net.TCPAddr) (handle, error) {
	// An endpoint without an address: a family, a type, and the protocol that
	// this family has for the type, TCP (socket(2)).
	fd, err := newDescriptor(familyOf(addr))
	if err != nil {
		return fd, os.NewSyscallError("socket", err)
	}
	// Connections of an earlier server in TIME-WAIT hold its port for a
	// minute. The option says that a listener may have it all the same
	// (socket(7)).
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
		return fd, os.NewSyscallError("setsockopt", err)
	}
	// The address. Port 0 lets the kernel choose one that is free.
	if err := unix.Bind(fd, toSockaddr(addr)); err != nil {
		return fd, os.NewSyscallError("bind", err)
	}
	// From here on the kernel answers clients, and keeps as many connections
	// as this for accept. It caps the number (/proc/sys/net/core/somaxconn).
	return fd, os.NewSyscallError("listen", unix.Listen(fd, unix.SOMAXCONN))
}

// acceptOn takes the oldest connection that waits, as a socket of its own.
func acceptOn(listener handle) (handle, *net.TCPAddr, error) {
	fd, from, err := acceptDescriptor(listener)
	if err != nil {
		return fd, nil, os.NewSyscallError("accept", err)
	}
	return fd, fromSockaddr(from), nil
}
