//go:build unix

package bsdapi

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// recv takes what has arrived, 0 bytes at the end of the stream. read(2) on a
// socket is recv(2) without flags.
func recv(fd handle, p []byte) (int, error) {
	n, err := unix.Read(fd, p)
	return max(n, 0), wrap("read", err)
}

// send hands over as much as fits. write(2) on a socket is send(2) without
// flags. After a peer's reset the first call fails with ECONNRESET, and each
// send after it with EPIPE; that the signal SIGPIPE does not end the process
// then is Go's doing (os/signal).
func send(fd handle, p []byte) (int, error) {
	n, err := unix.Write(fd, p)
	return max(n, 0), wrap("write", err)
}

// shutdownWrite ends the sending direction; close would end both.
func shutdownWrite(fd handle) error {
	return wrap("shutdown", unix.Shutdown(fd, unix.SHUT_WR))
}

// closeSocket gives the descriptor back. The kernel delivers what was sent.
func closeSocket(fd handle) error { return wrap("close", unix.Close(fd)) }

// setLinger says what close does about data that is not delivered.
func setLinger(fd handle, seconds int32) error {
	l := unix.Linger{Onoff: 1, Linger: seconds}
	return wrap("setsockopt", unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &l))
}

// setNoDelay lets small messages go at once (tcp(7)), as package net does.
func setNoDelay(fd handle) error {
	return wrap("setsockopt", unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1))
}

// localAddr asks which address a socket has; for port 0 the kernel's choice.
func localAddr(fd handle) (*net.TCPAddr, error) {
	sa, err := unix.Getsockname(fd)
	return fromSockaddr(sa), wrap("getsockname", err)
}

// wrap is os.NewSyscallError, except for EAGAIN and EINTR. They go no further
// than the loop that asked, up to once a message: they should cost nothing.
func wrap(call string, err error) error {
	if err == nil || wouldBlock(err) || err == unix.EINTR {
		return err
	}
	return os.NewSyscallError(call, err)
}

// wouldBlock reports whether a call would have had to wait. POSIX lets EAGAIN
// and EWOULDBLOCK differ; no system that Go runs on has them so.
func wouldBlock(err error) bool { return errors.Is(err, unix.EAGAIN) }

func interrupted(err error) bool { return errors.Is(err, unix.EINTR) }
