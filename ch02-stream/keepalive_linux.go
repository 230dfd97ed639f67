package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// impatient asks the kernel to probe a silent peer after a second, and to give
// the connection up a second after a probe that nothing answered. The options
// count whole seconds: no shorter setting exists. Serious programs wait longer.
var impatient = net.KeepAliveConfig{
	Enable:   true,        // SO_KEEPALIVE
	Idle:     time.Second, // TCP_KEEPIDLE: silence before the first probe
	Interval: time.Second, // TCP_KEEPINTVL: from one probe to the next
	Count:    1,           // TCP_KEEPCNT: unanswered probes that end the connection
}

// KeepAlive sets keep-alive on two connections, one to a peer that hears and
// one to a peer that has stopped hearing: a cable pulled out, a machine gone
// without a word. No bytes flow on either, and no deadline is set.
func KeepAlive(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		return withPair(ctx, func(client2, deaf *net.TCPConn) error {
			if err := loseIncoming(deaf, 100); err != nil {
				return err
			}
			if err := showKeepAlive(out, "Go's default", client); err != nil {
				return err
			}
			if err := errors.Join(client.SetKeepAliveConfig(impatient), client2.SetKeepAliveConfig(impatient)); err != nil {
				return err
			}
			if err := showKeepAlive(out, "impatient", client); err != nil {
				return err
			}
			if err := outlive(ctx, out, client2, deaf); err != nil {
				return err
			}
			return stillAlive(out, client, server)
		})
	})
}

// outlive reads until the kernel has given up. Without keep-alive this Read
// would wait for ever: a peer that is gone and a peer that is silent look the
// same.
func outlive(ctx context.Context, out io.Writer, client, deaf *net.TCPConn) error {
	start := time.Now()
	ended := make(chan error, 1)
	go func() {
		_, err := client.Read(make([]byte, 1))
		ended <- err
	}()
	in, err := awaitInfo(ctx, client, func(in info) bool { return in.Probes > 0 })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: deaf peer: %d probe sent, not answered\n", in.Probes)
	err = <-ended
	fmt.Fprintf(out, "client: Read waited %v: %v\n", time.Since(start).Round(100*time.Millisecond), err)
	fmt.Fprintf(out, "client: ETIMEDOUT: %t\n", errors.Is(err, syscall.ETIMEDOUT))
	state, err := tcpState(deaf)
	fmt.Fprintf(out, "kernel: deaf peer: %s; nobody has told it\n", state)
	return err
}

// stillAlive shows the connection whose peer's kernel answered each probe.
// The peer's program took no part in that and saw nothing.
func stillAlive(out io.Writer, client, server *net.TCPConn) error {
	in, err := tcpInfo(client)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: hearing peer: %s, about %d segments sent\n", in.State, in.SegsOut)
	if _, err := server.Write([]byte("I am here")); err != nil {
		return err
	}
	buf := make([]byte, 16)
	n, err := client.Read(buf)
	fmt.Fprintf(out, "client: hearing peer: read %q\n", buf[:n])
	return err
}

// showKeepAlive reads the four options back with getsockopt(2) (tcp(7)).
func showKeepAlive(out io.Writer, whose string, conn *net.TCPConn) error {
	return control(conn, func(fd int) error {
		on, err1 := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE)
		idle, err2 := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE)
		interval, err3 := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL)
		count, err4 := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_KEEPCNT)
		fmt.Fprintf(out, "kernel: %s: SO_KEEPALIVE %d, idle %d s, interval %d s, count %d\n", whose, on, idle, interval, count)
		return os.NewSyscallError("getsockopt", errors.Join(err1, err2, err3, err4))
	})
}
