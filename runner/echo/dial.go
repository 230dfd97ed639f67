package echo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

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
	client, err := connect(ctx, c, addr)
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

// connecting is how long a connection may take to be made. TCP alone would try
// for minutes (tcp(7), tcp_syn_retries).
const connecting = 10 * time.Second

// connect dials, for so long at most.
func connect(ctx context.Context, c *chapters.Chapter, addr string) (chapters.Client, error) {
	waiting, stop := context.WithTimeout(ctx, connecting)
	defer stop()
	client, err := c.Dial(waiting, addr)
	var dns *net.DNSError
	if err != nil && ctx.Err() == nil && waiting.Err() != nil && !errors.As(err, &dns) {
		return nil, fmt.Errorf("no connection to %s in %v: %w", addr, connecting, errTimedOut)
	}
	return client, err
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
