// Package echo opens a chapter's two doors from the command line: its echo
// server, for another terminal, machine or language, and its echo client.
package echo

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// DefaultAddr is where a chapter's server listens unless told otherwise: a
// port of its own, on loopback.
func DefaultAddr(c *chapters.Chapter) string { return fmt.Sprintf("127.0.0.1:70%02d", c.Number) }

// Serve runs the chapter's echo server at addr until Ctrl-C or ctx ends. The
// first Ctrl-C lets the open connections finish; a second closes them. command
// is how the reader calls this program for the chapter: "runner ch02".
func Serve(ctx context.Context, console *tty.Console, c *chapters.Chapter, addr, command string) error {
	server, err := c.Listen(ctx, addr)
	if err != nil {
		return listenFault(err, addr)
	}
	defer server.Close()
	if l, ok := server.(interface{ SetLog(*log.Logger) }); ok {
		l.SetLog(log.New(console.Err, "server: ", log.Ltime))
	}
	announce(console, server.Addr(), command)

	serving, drain := context.WithCancel(ctx)
	defer drain()
	served := make(chan error, 1)
	go func() { served <- server.Serve(serving) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	case <-console.Interrupts:
		fmt.Fprintln(console.Out, "\ndraining: open connections may finish (Ctrl-C again closes them)")
		drain()
	}
	select {
	case err := <-served:
		fmt.Fprintln(console.Out, "drained")
		return err
	case <-console.Interrupts:
		fmt.Fprintln(console.Out, "\nclosed")
		return server.Close()
	}
}

// announce says where the server listens and what to type to reach it.
func announce(console *tty.Console, at net.Addr, command string) {
	out := console.Out
	fmt.Fprintf(out, "%s on %v (%s)\n", console.Bold("listening"), at, at.Network())
	host, port, err := net.SplitHostPort(at.String())
	if err != nil || at.Network() != "tcp" {
		fmt.Fprintf(out, "\nin another terminal:\n  %s dial %v hello\n\nCtrl-C ends it\n", command, at)
		return
	}
	ip := net.ParseIP(host)
	if !ip.IsLoopback() {
		fmt.Fprintln(out, console.Bad("exposed:")+" any machine that can reach this one can connect")
	}
	if ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	to := net.JoinHostPort(host, port)
	fmt.Fprintln(out, "\nin another terminal, any one of:")
	for _, line := range []string{
		command + " dial " + to + " hello",
		"socat - TCP:" + to,
		"ncat " + host + " " + port,
		// Within brackets Python takes no notice of a line's end or indent.
		"python3 -c 'import socket; s = socket.create_connection((",
		fmt.Sprintf(`    "%s", %s)); s.sendall(b"hello\n"); print(s.recv(100))'`, host, port),
	} {
		fmt.Fprintln(out, "  "+line)
	}
	fmt.Fprintln(out, "\nCtrl-C ends it")
}

// listenFault says why addr cannot be listened at and what to try instead.
func listenFault(err error, addr string) error {
	h := ""
	var dns *net.DNSError
	var bad *net.AddrError
	switch {
	case errors.Is(err, errAddrInUse):
		h = "another program has that port, perhaps this server in another terminal; --listen 127.0.0.1:0 takes a free one"
	case errors.Is(err, errAddrNotAvail):
		h = "that address is not this machine's; 127.0.0.1 is"
	case errors.Is(err, errAccess):
		h = "ports below 1024 are for privileged programs; choose one above"
	case errors.As(err, &bad), errors.As(err, &dns):
		return fault.Usage("an address is HOST:PORT, as in 127.0.0.1:7002", "%w", err)
	}
	return fault.New(h, "%w", err)
}
