//go:build unix

package bsdapi

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// clientSocket makes an endpoint for connectTo.
func clientSocket(addr *net.TCPAddr) (handle, error) {
	fd, err := newDescriptor(familyOf(addr))
	return fd, os.NewSyscallError("socket", err)
}

// connectTo begins to connect. The kernel picks the local address and port,
// sends a SYN, and does not wait for the answer: EINPROGRESS (connect(2)).
func connectTo(fd handle, addr *net.TCPAddr) error {
	return os.NewSyscallError("connect", unix.Connect(fd, toSockaddr(addr)))
}

// connecting reports whether err says that connect goes on by itself. That it
// was interrupted means the same: to call it again would fail with EALREADY.
func connecting(err error) bool {
	return errors.Is(err, unix.EINPROGRESS) || errors.Is(err, unix.EINTR)
}

// connected says how connecting ended. The error is the socket's, not a
// call's, and is kept for whoever asks first (socket(7), SO_ERROR).
func connected(fd handle) error {
	errno, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	if errno != 0 {
		return os.NewSyscallError("connect", unix.Errno(errno))
	}
	return nil
}
