package unixdomain

import "golang.org/x/sys/windows"

// Winsock reports its own numbers; syscall.EMFILE is none of them.
var exhausted = []windows.Errno{windows.WSAEMFILE, windows.WSAENOBUFS}
