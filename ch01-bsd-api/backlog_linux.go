package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Backlog fills the two queues of a listener that nobody calls accept on, and
// prints what each side sees. listen(2) is told 2. That bounds both: the
// accept queue, of connections, holds one more than it is told; and so does
// the SYN queue, of handshakes that the client has yet to finish.
func Backlog(ctx context.Context, out io.Writer) error {
	if cookies, err := os.ReadFile("/proc/sys/net/ipv4/tcp_syncookies"); err != nil || cookies[0] != '1' {
		return missing{what: "SYN cookies are switched off here", remedy: "sudo sysctl -w net.ipv4.tcp_syncookies=1"}
	}
	return withSockets(ctx, func(s *sockets) error {
		count, err := newTally("ListenOverflows", "ListenDrops", "TCPReqQFullDrop", "TCPReqQFullDoCookies", "SyncookiesRecv")
		if err != nil {
			return err
		}
		b := &backlogExample{s, ctx, out, count}
		if err := b.fillAcceptQueue(); err != nil {
			return err
		}
		return b.fillSynQueue()
	})
}

type backlogExample struct {
	*sockets
	ctx   context.Context
	out   io.Writer
	count *tally
}

// fillAcceptQueue connects until a client is not let in. Its SYN is dropped,
// not refused: the client's kernel repeats it after a second, and by then
// there may be room. Each repetition that is dropped doubles the wait (tcp(7),
// tcp_syn_retries).
func (b *backlogExample) fillAcceptQueue() error {
	ln, addr, err := b.listener(2)
	if err != nil {
		return err
	}
	fmt.Fprintln(b.out, "server: listen(2); accept is not called")
	var last int
	for i := range 4 {
		if last, err = b.begin(addr, false); err != nil {
			return err
		}
		if i < 3 {
			err = b.until(func() (bool, error) { q, _, err := queues(ln); return q == i+1, err })
		} else {
			err = b.untilCounted("ListenDrops")
		}
		if err == nil {
			err = b.tell(i+1, last, ln)
		}
		if err != nil {
			return err
		}
	}
	begun := time.Now()
	if _, err := b.accept(ln); err != nil {
		return err
	}
	fmt.Fprintln(b.out, "server: accept: there is room for one")
	if err := b.untilState(last, "ESTABLISHED"); err != nil {
		return err
	}
	fmt.Fprintf(b.out, "client 4: its kernel has repeated the SYN: %v later\n", time.Since(begun).Round(time.Millisecond))
	return b.tell(4, last, ln)
}

// begin starts to connect and does not wait. A deaf client throws away every
// segment that comes to it, the SYN-ACK too, and so finishes no handshake.
func (b *backlogExample) begin(addr unix.Sockaddr, deaf bool) (int, error) {
	fd, err := b.tcp()
	if err != nil {
		return -1, err
	}
	if deaf {
		drop := unix.SockFprog{Len: 1, Filter: &unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: 0}}
		err := unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &drop)
		if err == unix.EPERM { // of recent kernels, for a TCP socket (6.18.44 is one)
			return -1, missing{what: "making a client deaf needs CAP_NET_ADMIN on this kernel", remedy: "unshare -Urn"}
		}
		if err != nil {
			return -1, os.NewSyscallError("setsockopt", err)
		}
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return -1, os.NewSyscallError("fcntl", err)
	}
	if err := unix.Connect(fd, addr); err != nil && err != unix.EINPROGRESS {
		return -1, os.NewSyscallError("connect", err)
	}
	return fd, nil
}

// tell prints what the client's kernel has, what the server's has, in the
// columns of "ss -lnt", and what has been counted.
func (b *backlogExample) tell(number, client, ln int) error {
	state, err := stateOf(client)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "client %d: %s\n", number, state)
	recvQ, sendQ, err := queues(ln)
	if err != nil {
		return err
	}
	risen, err := b.count.risen()
	if err != nil {
		return err
	}
	if risen != "" {
		risen = "; " + risen
	}
	fmt.Fprintf(b.out, "kernel: LISTEN Recv-Q %d Send-Q %d%s\n", recvQ, sendQ, risen)
	return nil
}
