package bsdapi

import "golang.org/x/sys/windows"

// Winsock reports its own numbers; syscall.EMFILE is none of them. Of a client
// that has gone before it was accepted, Windows says WSAECONNRESET, and Wine
// WSAENOTCONN.
var (
	exhausted = []error{windows.WSAEMFILE, windows.WSAENOBUFS}
	aborted   = []error{windows.WSAECONNRESET, windows.WSAENOTCONN}
)
