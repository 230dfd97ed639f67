package bsdapi

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// From winsock2.h.
const (
	soError            = 0x1007
	soExclusiveAddrUse = ^windows.SO_REUSEADDR
	fionbio            = 0x8004667e
	noHandleInherit    = windows.WSA_FLAG_NO_HANDLE_INHERIT
)

// newSocketHandle wraps WSASocket, whose flag does what SOCK_CLOEXEC does on
// Unix; plain socket has no place for it. FIONBIO is a call of its own.
func newSocketHandle(family int) (handle, error) {
	fd, err := windows.WSASocket(int32(family), windows.SOCK_STREAM, windows.IPPROTO_TCP, nil, 0,
		windows.WSA_FLAG_OVERLAPPED|noHandleInherit)
	if err != nil {
		return windows.InvalidHandle, err
	}
	return fd, setNonblock(fd)
}

// setNonblock wraps ioctlsocket with FIONBIO.
func setNonblock(fd handle) error {
	var on, n uint32 = 1, 0
	return windows.WSAIoctl(fd, fionbio, (*byte)(unsafe.Pointer(&on)), uint32(unsafe.Sizeof(on)), nil, 0, &n, nil, 0)
}
