package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// TimeWait shows which end keeps a connection in TIME-WAIT, and what that means
// for a server that is started again. The end that closes first keeps it, for a
// minute on Linux: a late segment of the old connection must not be taken for
// one of a new connection between the same two ports (RFC 9293 section 3.6.1).
func TimeWait(ctx context.Context, out io.Writer) error {
	if err := whoWaits(ctx, out, "client"); err != nil {
		return err
	}
	if err := whoWaits(ctx, out, "server"); err != nil {
		return err
	}
	return restart(ctx, out)
}

func whoWaits(ctx context.Context, out io.Writer, first string) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		conns := []*net.TCPConn{client, server}
		if first == "server" {
			conns = []*net.TCPConn{server, client}
		}
		at, peer := conns[0].LocalAddr(), conns[0].RemoteAddr()
		if err := closeInTurn(conns[0], conns[1]); err != nil {
			return err
		}
		if err := errors.Join(awaitTable(ctx, at, peer, "TIME-WAIT"), awaitTable(ctx, peer, at, "gone")); err != nil {
			return err
		}
		fmt.Fprintf(out, "kernel: %s closed first: TIME-WAIT at %v; peer gone\n", first, at)
		return nil
	})
}

// closeInTurn closes first, then, once it has seen that, second.
func closeInTurn(first, second *net.TCPConn) error {
	if err := first.Close(); err != nil {
		return err
	}
	if _, err := second.Read(make([]byte, 1)); err != io.EOF {
		return fmt.Errorf("EOF expected: %w", err)
	}
	return second.Close()
}

// restart serves one connection, closes it first, and listens again on the
// port where that connection lies in TIME-WAIT: as a program does that leaves
// SO_REUSEADDR alone, and then as Go does.
func restart(ctx context.Context, out io.Writer) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	on, err := reuseAddr(ln.(*net.TCPListener))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: listening on %v, SO_REUSEADDR %d, as Go sets it\n", ln.Addr(), on)
	tryListen(ctx, out, "a second at the same time", ln.Addr(), 1)
	if err := serveOne(ctx, ln); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: closed first, stopped; TIME-WAIT on its port")
	tryListen(ctx, out, "again, SO_REUSEADDR 0", ln.Addr(), 0)
	tryListen(ctx, out, "again, SO_REUSEADDR 1", ln.Addr(), 1)
	return nil
}

// tryListen listens and says how that went. On Linux SO_REUSEADDR overlooks
// what lies in TIME-WAIT; it does not let two listeners share a port.
func tryListen(ctx context.Context, out io.Writer, label string, addr net.Addr, on int) {
	ln, err := listenReuse(ctx, addr.String(), on)
	if err != nil {
		fmt.Fprintf(out, "server: %s: %v\n", label, err)
		return
	}
	fmt.Fprintf(out, "server: %s: listening on %v\n", label, ln.Addr())
	_ = ln.Close() // that it could be opened was the question
}

// serveOne accepts a connection, closes it ahead of the client, and stops.
func serveOne(ctx context.Context, ln net.Listener) error {
	var d net.Dialer
	client, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	server, err := ln.Accept()
	if err != nil {
		return err
	}
	if err := closeInTurn(server.(*net.TCPConn), client.(*net.TCPConn)); err != nil {
		return err
	}
	if err := awaitTable(ctx, client.RemoteAddr(), client.LocalAddr(), "TIME-WAIT"); err != nil {
		return err
	}
	return ln.Close()
}

// listenReuse listens with SO_REUSEADDR (socket(7)) set to on. Control runs
// between socket(2) and bind(2), after Go has set the option to 1 by itself.
func listenReuse(ctx context.Context, addr string, on int) (net.Listener, error) {
	lc := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		return control(rawConn{raw}, func(fd int) error {
			return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, on))
		})
	}}
	return lc.Listen(ctx, "tcp", addr)
}

func reuseAddr(conn syscall.Conn) (on int, err error) {
	err = control(conn, func(fd int) error {
		on, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR)
		return os.NewSyscallError("getsockopt", err)
	})
	return on, err
}
