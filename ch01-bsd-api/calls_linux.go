package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Calls makes the calls of an echo server and its client, one by one, and
// prints after each what it has changed in the kernel: the state, the local
// and the remote address of every socket. "ss -tan" lists the same.
func Calls(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		c := &callsExample{sockets: s, ledger: ledger{ctx: ctx, out: out}}
		for _, part := range []func() error{c.serve, c.connect, c.accept, c.talk, c.end} {
			if err := part(); err != nil {
				return err
			}
		}
		return nil
	})
}

type callsExample struct {
	*sockets
	ledger
	addr                     unix.Sockaddr
	listener, client, server *endpoint
}

// serve makes an endpoint, names it, and makes it one that takes connections.
func (c *callsExample) serve() error {
	fd, err := c.tcp()
	if err != nil {
		return err
	}
	c.listener = c.add("listener", fd)
	err = c.after("server", "socket(AF_INET, SOCK_STREAM, 0)", fmt.Sprintf("fd %d", fd), states{c.listener: "CLOSED"})
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, loopback(0)); err != nil {
		return os.NewSyscallError("bind", err)
	}
	err = c.after("server", fmt.Sprintf("bind(fd %d, 127.0.0.1:0)", fd), "0", states{c.listener: "CLOSED"})
	if err != nil {
		return err
	}
	const backlog = unix.SOMAXCONN
	if err := unix.Listen(fd, backlog); err != nil {
		return os.NewSyscallError("listen", err)
	}
	c.addr, err = unix.Getsockname(fd)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	return c.after("server", fmt.Sprintf("listen(fd %d, %d)", fd, backlog), "0", states{c.listener: "LISTEN"})
}

// connect makes the client's endpoint and the connection. The server's end of
// it exists from then on, in the kernel, though the server does not know yet.
func (c *callsExample) connect() error {
	fd, err := c.tcp()
	if err != nil {
		return err
	}
	c.client = c.add("client", fd)
	err = c.after("client", "socket(AF_INET, SOCK_STREAM, 0)", fmt.Sprintf("fd %d", fd), states{c.client: "CLOSED"})
	if err != nil {
		return err
	}
	if err := unix.Connect(fd, c.addr); err != nil {
		return os.NewSyscallError("connect", err)
	}
	if err := c.client.refresh(); err != nil {
		return err
	}
	c.server = c.add("server", -1)
	c.server.local, c.server.remote = c.client.remote, c.client.local
	return c.after("client", fmt.Sprintf("connect(fd %d, %s)", fd, text(c.addr)), "0",
		states{c.client: "ESTABLISHED", c.server: "ESTABLISHED"})
}

// accept gives the server's end, which waits in the listener's queue, a
// descriptor. The listener stays as it was.
func (c *callsExample) accept() error {
	fd, err := c.sockets.accept(c.listener.fd)
	if err != nil {
		return err
	}
	c.server.fd = fd
	return c.after("server", fmt.Sprintf("accept(fd %d)", c.listener.fd), fmt.Sprintf("fd %d", fd), nil)
}

// talk changes nothing that the kernel shows here.
func (c *callsExample) talk() error {
	buf := make([]byte, 64)
	for _, step := range []struct {
		party, name string
		at          *endpoint
		call        func(fd int, p []byte) (int, error)
	}{
		{"client", "send", c.client, unix.Write},
		{"server", "recv", c.server, unix.Read},
		{"server", "send", c.server, unix.Write},
		{"client", "recv", c.client, unix.Read},
	} {
		p := buf
		if step.name == "send" {
			p = []byte("hello")
		}
		n, err := step.call(step.at.fd, p)
		if err != nil {
			return os.NewSyscallError(step.name, err)
		}
		call := fmt.Sprintf("%s(fd %d, %q)", step.name, step.at.fd, p[:n])
		if err := c.after(step.party, call, fmt.Sprint(n), nil); err != nil {
			return err
		}
	}
	return nil
}
