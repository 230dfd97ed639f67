package bsdapi

import (
	"net"
	"os"

	"golang.org/x/sys/windows"
)

// listenOn makes a listening socket: socket, setsockopt, bind, listen.
func listenOn(addr *net.TCPAddr) (handle, error) {
	// An endpoint without an address: a family, a type, and the protocol that
	// this family has for the type, TCP.
	fd, err := newSocketHandle(familyOf(addr))
	if err != nil {
		return fd, os.NewSyscallError("socket", err)
	}
	// Connections in TIME-WAIT hold no port against a listener here, and
	// SO_REUSEADDR means something else: that any program may bind the port
	// while this one has it. This option says that none may.
	if err := windows.SetsockoptInt(fd, windows.SOL_SOCKET, soExclusiveAddrUse, 1); err != nil {
		return fd, os.NewSyscallError("setsockopt", err)
	}
	// The address. Port 0 lets the kernel choose one that is free.
	if err := windows.Bind(fd, toSockaddr(addr)); err != nil {
		return fd, os.NewSyscallError("bind", err)
	}
	// From here on the kernel answers clients, and keeps as many connections
	// as the provider thinks right for accept.
	return fd, os.NewSyscallError("listen", windows.Listen(fd, windows.SOMAXCONN))
}

// acceptOn takes the oldest connection that waits, as a socket of its own.
func acceptOn(listener handle) (handle, *net.TCPAddr, error) {
	var from windows.RawSockaddrAny
	fd, err := acceptSocket(listener, &from)
	if err != nil {
		return fd, nil, os.NewSyscallError("accept", err)
	}
	sa, _ := from.Sockaddr() // it knows every family that a listener has
	return fd, fromSockaddr(sa), nil
}
