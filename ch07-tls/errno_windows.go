package securestream

import "golang.org/x/sys/windows"

type errno = windows.Errno

// Winsock reports its own numbers; syscall.EMFILE is none of them.
var exhausted = []errno{windows.WSAEMFILE, windows.WSAENOBUFS}

const noSuchFamily = windows.WSAEAFNOSUPPORT
