package datagram

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// unconnected: a socket that sends to many has no next call that would be the
// right one to fail, and no one path to ask about. With IP_RECVERR (ip(7)) the
// router's message is kept for it, with what the router said would fit.
func (p *narrowPath) unconnected(ctx context.Context) error {
	open, err := listen4(ctx, "open client", "192.0.2.1:0")
	if err != nil {
		return err
	}
	defer open.Close()
	defer open.endWith(ctx)()
	for option, value := range map[int]int{unix.IP_MTU_DISCOVER: unix.IP_PMTUDISC_PROBE, unix.IP_RECVERR: 1} {
		if err := setIP(open, option, value); err != nil {
			return err
		}
	}
	const size = 1405
	if err := open.send(p.server.LocalAddr().String(), strings.Repeat("x", size)); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "open client: IP_RECVERR, send %d bytes: ok\n", size)
	told, err := awaitError(open)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "kernel: %v: ICMP type %d code %d from %v, MTU %d\n",
		told.errno, told.kind, told.code, told.offender, told.mtu)
	return nil
}

// awaitError waits for an error in a socket's queue, and takes it. That there
// is one wakes who waits to read.
func awaitError(l *listener4) (e sendError, err error) {
	raw, err := l.SyscallConn()
	if err != nil {
		return e, err
	}
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		e, failed = nextError(int(fd))
		return !errors.Is(failed, syscall.EAGAIN)
	})
	if err != nil {
		return e, err
	}
	return e, failed
}
