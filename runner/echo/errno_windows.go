package echo

import "golang.org/x/sys/windows"

// Winsock's own numbers; syscall.EADDRINUSE and its like are none of them.
const (
	errAddrInUse    = windows.WSAEADDRINUSE
	errAddrNotAvail = windows.WSAEADDRNOTAVAIL
	errRefused      = windows.WSAECONNREFUSED
	errAccess       = windows.WSAEACCES
)
