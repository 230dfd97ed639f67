package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

// tcpState is the State that tcpInfo reports. The state outlives neither the
// descriptor nor the kernel's own bookkeeping: a socket whose connection has
// passed on to TIME-WAIT is CLOSED, and the kernel's table has the rest.
func tcpState(conn syscall.Conn) (string, error) {
	in, err := tcpInfo(conn)
	return in.State, err
}

// awaitInfo waits until what the kernel knows of conn satisfies ok. No event
// that a program could wait for announces a change of state, hence the ticker.
func awaitInfo(ctx context.Context, conn syscall.Conn, ok func(info) bool) (info, error) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		in, err := tcpInfo(conn)
		if err != nil || ok(in) {
			return in, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return in, fmt.Errorf("the socket is still %s, %d segments unacknowledged: %w", in.State, in.Unacked, context.Cause(ctx))
		}
	}
}

// awaitState waits until the kernel has conn in the state of that name.
func awaitState(ctx context.Context, conn syscall.Conn, want string) error {
	_, err := awaitInfo(ctx, conn, func(in info) bool { return in.State == want })
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", want, err)
	}
	return nil
}

// showStates waits until the kernel has the two ends in these states, then
// prints them.
func showStates(ctx context.Context, out io.Writer, client *net.TCPConn, atClient string, server *net.TCPConn, atServer string) error {
	err := errors.Join(awaitState(ctx, client, atClient), awaitState(ctx, server, atServer))
	return confirmed(out, err, fmt.Sprintf("kernel: client %s, server %s", atClient, atServer))
}

// confirmed prints line if err, the kernel's answer, is nil. Where the kernel
// cannot be asked it prints nothing, and the story goes on without its witness.
func confirmed(out io.Writer, err error, line string) error {
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err == nil {
		fmt.Fprintln(out, line)
	}
	return err
}
