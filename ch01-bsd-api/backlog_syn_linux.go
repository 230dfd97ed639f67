package bsdapi

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// fillSynQueue leaves handshakes unfinished until there is no room to remember
// another. Then the kernel remembers none: it puts what it has to know into
// the number of its SYN-ACK, and reads it from the client's ACK, a SYN cookie
// (tcp(7), tcp_syncookies).
func (b *backlogExample) fillSynQueue() error {
	ln, addr, err := b.listener(2)
	if err != nil {
		return err
	}
	fmt.Fprintln(b.out, "server: another listen(2); the clients are deaf")
	var last int
	for i := range 4 {
		if last, err = b.begin(addr, true); err != nil {
			return err
		}
		if i < 3 {
			err = b.until(func() (bool, error) { n, err := handshakes(addr.Port); return n == i+1, err })
		} else {
			err = b.untilCounted("TCPReqQFullDoCookies")
		}
		if err == nil {
			err = b.tellHandshakes(addr.Port)
		}
		if err == nil {
			err = b.tell(i+1, last, ln)
		}
		if err != nil {
			return err
		}
	}
	return b.admit(last, ln)
}

// tellHandshakes prints how many the kernel remembers.
func (b *backlogExample) tellHandshakes(port int) error {
	n, err := handshakes(port)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "kernel: SYN-RECEIVED: %d\n", n)
	return nil
}

// admit lets a client hear of whom the kernel remembers nothing.
func (b *backlogExample) admit(last, ln int) error {
	if err := unix.SetsockoptInt(last, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	fmt.Fprintln(b.out, "client 4: hears; its SYN is repeated, and answered")
	if err := b.untilState(last, "ESTABLISHED"); err != nil {
		return err
	}
	if err := b.untilCounted("SyncookiesRecv"); err != nil {
		return err
	}
	if _, err := b.count.risen(); err != nil { // cookies sent meanwhile, as often as clients repeated theirs
		return err
	}
	fmt.Fprintln(b.out, "kernel: a cookie came back, SyncookiesRecv +1")
	return b.tell(4, last, ln)
}

// queues is a listener's accept queue, and how much it may hold. TCP_INFO has
// them in two fields that count something else for a connection.
func queues(ln int) (recvQ, sendQ int, err error) {
	info, err := unix.GetsockoptTCPInfo(ln, unix.IPPROTO_TCP, unix.TCP_INFO)
	if err != nil {
		return 0, 0, os.NewSyscallError("getsockopt", err)
	}
	return int(info.Unacked), int(info.Sacked), nil
}

// until waits for what nothing announces.
func (b *backlogExample) until(ok func() (bool, error)) error {
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		if done, err := ok(); done || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waiting for the kernel's queues: %w", context.Cause(ctx))
		}
	}
}

// untilState waits for a client to get there.
func (b *backlogExample) untilState(fd int, want string) error {
	return b.until(func() (bool, error) { state, err := stateOf(fd); return state == want, err })
}

// untilCounted waits for a counter to rise.
func (b *backlogExample) untilCounted(name string) error {
	return b.until(func() (bool, error) { now, err := tcpCounter(name); return now > b.count.last[name], err })
}
