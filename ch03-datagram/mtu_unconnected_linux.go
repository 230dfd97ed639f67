package datagram

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
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
	told, err := firstError(open)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "kernel: %v\n", told)
	return nil
}

// An icmpError is what a router said of a datagram (struct sock_extended_err).
type icmpError struct {
	errno      syscall.Errno
	kind, code byte
	mtu        uint32
	router     netip.Addr
}

func (e icmpError) String() string {
	return fmt.Sprintf("%v: ICMP type %d code %d from %v, MTU %d", e.errno, e.kind, e.code, e.router, e.mtu)
}

// firstError waits for an error in a socket's error queue, and takes it.
// Reading the queue itself never waits; that there is one wakes who reads.
func firstError(l *listener4) (e icmpError, err error) {
	raw, err := l.SyscallConn()
	if err != nil {
		return e, err
	}
	oob := make([]byte, 512)
	var oobn int
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		_, oobn, _, _, failed = unix.Recvmsg(int(fd), nil, oob, unix.MSG_ERRQUEUE)
		return !errors.Is(failed, syscall.EAGAIN)
	})
	if err == nil {
		err = os.NewSyscallError("recvmsg", failed)
	}
	if err != nil {
		return e, err
	}
	data, err := ancillary(oob[:oobn], unix.IPPROTO_IP, unix.IP_RECVERR)
	if err != nil {
		return e, err
	}
	if len(data) < 24 || data[4] != unix.SO_EE_ORIGIN_ICMP { // the router's address ends the 24
		return e, errNoAncillary
	}
	return icmpError{
		errno:  syscall.Errno(binary.NativeEndian.Uint32(data)),
		kind:   data[5],
		code:   data[6],
		mtu:    binary.NativeEndian.Uint32(data[8:]),
		router: netip.AddrFrom4([4]byte(data[20:])),
	}, nil
}
