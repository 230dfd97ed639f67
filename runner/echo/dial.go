package echo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strconv"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// maxMessage is what is sent at once, in bytes. A longer line goes in parts.
const maxMessage = 32 << 10

// Dial sends text to the echo server at addr through the chapter's client and
// prints what comes back; with no text, each line of the standard input.
// command is as for [Serve].
func Dial(ctx context.Context, console *tty.Console, c *chapters.Chapter, addr string, text []string, command string) error {
	addr, err := complete(c, addr)
	if err != nil {
		return err
	}
	ctx, release := console.Interruptible(ctx)
	defer release()
	client, err := c.Dial(ctx, addr)
	if err != nil {
		return dialFault(ctx, err, addr, command)
	}
	defer client.Close()
	if len(text) > 0 {
		reply, err := exchange(ctx, client, []byte(strings.Join(text, " ")))
		if err != nil {
			return dialFault(ctx, err, addr, command)
		}
		fmt.Fprintf(console.Out, "%s\n", reply)
		return nil
	}
	return dialFault(ctx, relay(ctx, console, client), addr, command)
}

// complete makes HOST:PORT of :PORT and PORT too, on loopback. A path is one.
func complete(c *chapters.Chapter, addr string) (string, error) {
	if c.Address != "" {
		if addr == "" {
			return "", fault.Usage(Hint(c), "the address is empty")
		}
		return addr, nil
	}
	const form = "an address is HOST:PORT, or a port on this machine: 127.0.0.1:7002, :7002 or 7002"
	if !strings.Contains(addr, ":") {
		if _, err := strconv.Atoi(addr); err != nil {
			return "", fault.Usage(form, "%q has no port", addr)
		}
		addr = ":" + addr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fault.Usage(form, "%w", err)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return "", fault.Usage(form, "port %q is not a number from 1 to 65535", port)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// dialFault says why the server cannot be reached and what to do about it. On
// a datagram socket, which connects without asking, that comes out late.
func dialFault(ctx context.Context, err error, addr, command string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var dns *net.DNSError
	switch {
	case errors.Is(err, errRefused), errors.Is(err, fs.ErrNotExist):
		return fault.New(fmt.Sprintf("nothing listens there; in another terminal: %s serve --listen %s", command, addr), "%w", err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault.New(fmt.Sprintf("no host is called %q; 127.0.0.1 is this machine", dns.Name), "%w", err)
	case errors.As(err, &dns):
		return fault.New("no name server could be asked; 127.0.0.1 is this machine, and needs none", "%w", err)
	}
	return err
}
