//go:build !windows

package datagram

import (
	"errors"
	"slices"
	"syscall"
)

// passing reports whether a read failed for something that happened to an
// earlier datagram, or to one that is gone: the socket is as good as before.
// An ICMP error that comes back is reported by a later call, on a connected
// socket or where the program asked for it (udp(7), ip(7) IP_RECVERR).
func passing(err error) bool {
	return err != nil && slices.ContainsFunc(passingErrors, func(e syscall.Errno) bool { return errors.Is(err, e) })
}

var passingErrors = []syscall.Errno{
	syscall.ECONNREFUSED, syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.EMSGSIZE, syscall.ENOBUFS,
}

// tooLong reports whether a read failed because the datagram was longer than
// the buffer. No Unix fails it: the rest is cut off, and recvmsg tells.
func tooLong(error) bool { return false }
