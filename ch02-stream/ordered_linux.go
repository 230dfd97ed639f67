package stream

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// smallSegments sets TCP_MAXSEG (tcp(7)) to the least that Linux allows,
// TCP_MIN_MSS. It is a Control function of net.ListenConfig: it runs between
// socket(2) and bind(2).
func smallSegments(network, address string, raw syscall.RawConn) error {
	const leastMSS = 88 // bytes; include/net/tcp.h
	var inner error
	outer := raw.Control(func(fd uintptr) {
		inner = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_MAXSEG, leastMSS)
	})
	return errors.Join(outer, os.NewSyscallError("setsockopt TCP_MAXSEG", inner))
}
