//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
)

// ReusePort opens four listeners on one port and counts what each receives,
// then closes one of two that have clients in their queues.
func ReusePort(ctx context.Context, out io.Writer) error {
	lns, err := listenTogether(ctx, 4)
	if err != nil {
		return err
	}
	defer closeAll(lns)
	addr := lns[0].Addr().String()
	fmt.Fprintf(out, "server: %d listeners on %s\n", len(lns), addr)
	_, err = new(net.ListenConfig).Listen(ctx, "tcp", addr)
	fmt.Fprintln(out, "server: one more, without SO_REUSEPORT:", err)

	counts := make([]int, len(lns))
	var loops sync.WaitGroup
	for i, ln := range lns {
		loops.Go(func() { counts[i] = dismiss(ln) })
	}
	clients, err := dialMany(ctx, addr, 100)
	served, _, readErr := farewell(clients)
	closeAll(lns)
	loops.Wait()
	if err := errors.Join(err, readErr); err != nil {
		return err
	}
	for i, n := range counts {
		fmt.Fprintf(out, "server: listener %d got about %d connections\n", i+1, n)
	}
	fmt.Fprintf(out, "client: %d connections, %d served\n", len(clients), served)
	return closeOne(ctx, out)
}

// closeOne closes one of two listeners. Each has a queue of its own, and the
// kernel resets what waits in it, though the other is still there. Since Linux
// 5.14 net.ipv4.tcp_migrate_req moves them instead.
func closeOne(ctx context.Context, out io.Writer) error {
	lns, err := listenTogether(ctx, 2)
	if err != nil {
		return err
	}
	defer closeAll(lns)
	clients, err := dialMany(ctx, lns[0].Addr().String(), 40)
	fmt.Fprintf(out, "client: %d connections to 2 listeners, none accepted yet\n", len(clients))
	fmt.Fprintln(out, "server: closes one listener:", lns[1].Close())
	var loop sync.WaitGroup
	loop.Go(func() { dismiss(lns[0]) })
	served, reset, readErr := farewell(clients)
	closeAll(lns)
	loop.Wait()
	fmt.Fprintf(out, "client: about %d served, about %d: %v\n", served, reset, syscall.ECONNRESET)
	return errors.Join(err, readErr)
}

// listenTogether opens n listeners on one port.
func listenTogether(ctx context.Context, n int) ([]*net.TCPListener, error) {
	addr := "127.0.0.1:0"
	var lns []*net.TCPListener
	for range n {
		ln, err := listenShared(ctx, addr)
		if err != nil {
			closeAll(lns)
			return nil, err
		}
		lns, addr = append(lns, ln), ln.Addr().String()
	}
	return lns, nil
}

func closeAll(lns []*net.TCPListener) {
	for _, ln := range lns {
		_ = ln.Close() // may be closed already
	}
}

// dismiss accepts and hangs up until ln is closed, and counts.
func dismiss(ln *net.TCPListener) (n int) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return n
		}
		n++
		_ = conn.Close() // the client reads EOF
	}
}

// dialMany connects n times, or until it fails.
func dialMany(ctx context.Context, addr string, n int) (clients []*Client, err error) {
	for range n {
		c, err := Dial(ctx, addr)
		if err != nil {
			return clients, err
		}
		clients = append(clients, c)
	}
	return clients, nil
}

// farewell reads each client to its end and closes it: served is how many read
// EOF, reset how many were reset, err the first other error.
func farewell(clients []*Client) (served, reset int, err error) {
	for _, c := range clients {
		_, readErr := io.ReadAll(c)
		switch {
		case readErr == nil:
			served++
		case errors.Is(readErr, syscall.ECONNRESET):
			reset++
		case err == nil:
			err = readErr
		}
		_ = c.Close() // all is read
	}
	return served, reset, err
}
