package datagram

import (
	"errors"
	"slices"

	"golang.org/x/sys/windows"
)

// passing reports whether a read failed for something that happened to an
// earlier datagram, or to one that is gone: the socket is as good as before.
// Windows reports a port unreachable as WSAECONNRESET and a time to live that
// ran out as WSAENETRESET, on any UDP socket whose maker has not turned that
// off, as package net does; and a datagram longer than the buffer as
// WSAEMSGSIZE (WSARecvFrom).
func passing(err error) bool {
	return err != nil && slices.ContainsFunc(passingErrors, func(e windows.Errno) bool { return errors.Is(err, e) })
}

var passingErrors = []windows.Errno{windows.WSAECONNRESET, windows.WSAENETRESET, windows.WSAEMSGSIZE}

// tooLong reports whether a read failed because the datagram was longer than
// the buffer. The rest is gone.
func tooLong(err error) bool { return errors.Is(err, windows.WSAEMSGSIZE) }
