package bsdapi

import (
	"errors"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// clientSocket makes an endpoint for connectTo.
func clientSocket(addr *net.TCPAddr) (handle, error) {
	fd, err := newSocketHandle(familyOf(addr))
	return fd, os.NewSyscallError("socket", err)
}

// connectTo begins to connect. The kernel picks the local address and port,
// sends a SYN, and does not wait for the answer: WSAEWOULDBLOCK, where POSIX
// has EINPROGRESS.
func connectTo(fd handle, addr *net.TCPAddr) error {
	return os.NewSyscallError("connect", windows.Connect(fd, toSockaddr(addr)))
}

// connecting reports whether err says that connect goes on by itself.
func connecting(err error) bool { return errors.Is(err, windows.WSAEWOULDBLOCK) }

// connected says how connecting ended. The error is the socket's, not a
// call's, and is kept for whoever asks first (SO_ERROR).
func connected(fd handle) error {
	errno, err := windows.GetsockoptInt(fd, windows.SOL_SOCKET, soError)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	if errno != 0 {
		return os.NewSyscallError("connect", syscall.Errno(errno))
	}
	return nil
}
