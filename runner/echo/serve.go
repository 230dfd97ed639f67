// Package echo opens a chapter's two doors from the command line: its echo
// server, for another terminal, machine or language, and its echo client.
package echo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/guard"
	"sockbook/runner/tty"
)

// DefaultAddr is where a chapter's server listens unless told otherwise.
func DefaultAddr(c *chapters.Chapter) string {
	return cmp.Or(c.Address, fmt.Sprintf("127.0.0.1:70%02d", c.Number))
}

// Form says what an address of the chapter is.
func Form(c *chapters.Chapter) string { return cmp.Or(c.Form, "HOST:PORT") }

// Hint says it to one who wrote something else.
func Hint(c *chapters.Chapter) string {
	return fmt.Sprintf("an address is %s, as in %s", Form(c), DefaultAddr(c))
}

// Serve runs the chapter's echo server at addr until Ctrl-C or ctx ends. The
// first Ctrl-C lets the open connections finish; a second closes them. command
// is how the reader calls this program for the chapter: "runner ch02".
func Serve(ctx context.Context, console *tty.Console, c *chapters.Chapter, addr string, l guard.Limits, command string) error {
	server, err := c.Listen(ctx, addr)
	if err != nil {
		return listenFault(err, c)
	}
	defer server.Close()
	o := &offer{at: server.Addr(), command: command}
	if o.limits, err = impose(server, l); err != nil {
		return err
	}
	if tls, ok := server.(interface{ Trust() (string, error) }); ok {
		if o.trust, err = tls.Trust(); err != nil {
			return err
		}
	}
	lines := guard.NewThrottle(console.Err, linesASecond, linesEach)
	defer lines.Flush()
	if l, ok := server.(interface{ SetLog(*log.Logger) }); ok {
		l.SetLog(log.New(lines, "server: ", log.Ltime))
	}
	o.announce(console)
	return serve(ctx, console, server, lines)
}

// What of a server's log is shown in a second, and of one client's part in it:
// a class that comes at once, and not all that one of it may try.
const linesASecond, linesEach = 100, 10

// serve is Serve with a server that is ready, and the lines of its log.
func serve(ctx context.Context, console *tty.Console, server chapters.Server, lines *guard.Throttle) error {
	serving, drain := context.WithCancel(ctx)
	defer drain()
	served := make(chan error, 1)
	go func() {
		err := server.Serve(serving)
		lines.Flush() // ahead of what is said about the end
		served <- err
	}()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	case <-console.Interrupts:
		fmt.Fprintln(console.Out, "\n"+ending[connected(server.Addr())])
		drain()
	}
	select {
	case err := <-served:
		fmt.Fprintln(console.Out, ended[connected(server.Addr())])
		return err
	case <-console.Interrupts:
		fmt.Fprintln(console.Out, "\nclosed")
		return server.Close()
	}
}

// What the reader is told, by whether the server has connections.
var (
	ending = map[bool]string{true: "draining: open connections may finish (Ctrl-C again closes them)", false: "ending: what has arrived and not been read is lost"}
	ended  = map[bool]string{true: "drained", false: "ended"}
)

func connected(at net.Addr) bool { return at.Network() == "tcp" || at.Network() == "unix" }

// listenFault says why an address cannot be listened at and what to try instead.
func listenFault(err error, c *chapters.Chapter) error {
	h := ""
	var dns *net.DNSError
	var bad *net.AddrError
	switch {
	case c.Address != "":
		return err // paths fail in ways of their own, which the chapter tells
	case errors.Is(err, errAddrInUse):
		h = "another program has that port, perhaps this server in another terminal; --listen 127.0.0.1:0 takes a free one"
	case errors.Is(err, errAddrNotAvail):
		h = "that address is not this machine's; 127.0.0.1 is"
	case errors.Is(err, errAccess):
		h = "ports below 1024 are for privileged programs; choose one above"
	case errors.As(err, &bad), errors.As(err, &dns):
		return fault.Usage(Hint(c), "%w", err)
	}
	if h == "" {
		return err // it may have a hint of its own
	}
	return fault.New(h, "%w", err)
}
