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

// unheardSYN connects to a listener that hears nothing: the kernel sends SYN
// until TCP_USER_TIMEOUT ends it, or, by default, for some two minutes.
func unheardSYN(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "A SYN goes unanswered, until the kernel has had enough.")
	return dialDeaf(ctx, out, "SYN", net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error {
		return errors.Join(setUserTimeout(rawConn{raw}, unanswered), showUserTimeout(out, "SYN", rawConn{raw}))
	}})
}

// impatientDial is cut short by the dialer's own limit.
func impatientDial(ctx context.Context, out io.Writer) error {
	const limit = unanswered / 2
	fmt.Fprintf(out, "A SYN goes unanswered, and net.Dialer.Timeout is %v.\n", limit)
	return dialDeaf(ctx, out, "dialer", net.Dialer{Timeout: limit, Control: func(_, _ string, raw syscall.RawConn) error {
		return showUserTimeout(out, "dialer", rawConn{raw})
	}})
}

// dialDeaf dials a listener that hears nothing and says how that ended.
func dialDeaf(ctx context.Context, out io.Writer, part string, d net.Dialer) error {
	ln, err := listenDeaf(ctx)
	if err != nil {
		return err
	}
	defer ln.Close()
	start := time.Now()
	conn, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err == nil {
		_ = conn.Close()
		return errors.New("a listener that hears nothing has answered")
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	sayEnded(out, part, "Dial", time.Since(start), err)
	return nil
}

// A rawConn is the socket that a dialer or a listener hands to its Control
// function, before connect(2) or listen(2).
type rawConn struct{ syscall.RawConn }

func (r rawConn) SyscallConn() (syscall.RawConn, error) { return r.RawConn, nil }
