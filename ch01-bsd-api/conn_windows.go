package bsdapi

import (
	"errors"
	"net"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// recv takes what has arrived, 0 bytes at the end of the stream. WSARecv with
// one buffer is recv; ReadFile takes a SOCKET too, but C's read does not.
func recv(fd handle, p []byte) (int, error) {
	var n, flags uint32
	buf := windows.WSABuf{Len: uint32(len(p)), Buf: unsafe.SliceData(p)}
	err := windows.WSARecv(fd, &buf, 1, &n, &flags, nil, nil)
	return int(n), wrap("recv", err)
}

// send hands over as much as fits. To a peer that has reset it fails with
// WSAECONNRESET: Winsock has neither EPIPE nor a signal.
func send(fd handle, p []byte) (int, error) {
	var n uint32
	buf := windows.WSABuf{Len: uint32(len(p)), Buf: unsafe.SliceData(p)}
	err := windows.WSASend(fd, &buf, 1, &n, 0, nil, nil)
	return int(n), wrap("send", err)
}

// shutdownWrite ends the sending direction; closesocket would end both.
func shutdownWrite(fd handle) error {
	return wrap("shutdown", windows.Shutdown(fd, windows.SHUT_WR)) // SD_SEND
}

// closeSocket gives the handle back. The kernel delivers what was sent. A
// SOCKET is closed with closesocket; CloseHandle would leave the provider's
// own records of it behind.
func closeSocket(fd handle) error { return wrap("closesocket", windows.Closesocket(fd)) }

// setLinger says what close does about data that is not delivered.
func setLinger(fd handle, seconds int32) error {
	l := windows.Linger{Onoff: 1, Linger: seconds}
	return wrap("setsockopt", windows.SetsockoptLinger(fd, windows.SOL_SOCKET, windows.SO_LINGER, &l))
}

// setNoDelay lets small messages go at once, as package net does.
func setNoDelay(fd handle) error {
	return wrap("setsockopt", windows.SetsockoptInt(fd, windows.IPPROTO_TCP, windows.TCP_NODELAY, 1))
}

// localAddr asks which address a socket has; for port 0 the kernel's choice.
func localAddr(fd handle) (*net.TCPAddr, error) {
	sa, err := windows.Getsockname(fd)
	return fromSockaddr(sa), wrap("getsockname", err)
}

// wrap is os.NewSyscallError, except for WSAEWOULDBLOCK. It goes no further
// than the loop that asked, up to once a message: it should cost nothing.
func wrap(call string, err error) error {
	if err == nil || wouldBlock(err) {
		return err
	}
	return os.NewSyscallError(call, err)
}

// wouldBlock reports whether a call would have had to wait.
func wouldBlock(err error) bool { return errors.Is(err, windows.WSAEWOULDBLOCK) }

// interrupted reports nothing: Windows has no signals that could.
func interrupted(err error) bool { return false }
