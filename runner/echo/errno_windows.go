package echo

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// Winsock's own numbers; syscall.EADDRINUSE and its like are none of them.
const (
	errAddrInUse    = windows.WSAEADDRINUSE
	errAddrNotAvail = windows.WSAEADDRNOTAVAIL
	errRefused      = windows.WSAECONNREFUSED
	errAccess       = windows.WSAEACCES
	errTimedOut     = windows.WSAETIMEDOUT
)

var (
	errUnreachable = []syscall.Errno{windows.WSAEHOSTUNREACH, windows.WSAENETUNREACH, windows.WSAEHOSTDOWN, windows.WSAENETDOWN}
	errEnded       = []syscall.Errno{windows.WSAECONNRESET, windows.WSAECONNABORTED, windows.WSAESHUTDOWN}
)
