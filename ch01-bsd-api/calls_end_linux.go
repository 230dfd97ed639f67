package bsdapi

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// states says in which state each endpoint is to be.
type states map[*endpoint]string

// end ends the client's direction, then the server's. The end that finished
// first, the client's, outlives its descriptor by a minute (RFC 9293 section
// 3.6.1, TIME-WAIT): its last ACK may get lost, and then has to be repeated.
func (c *callsExample) end() error {
	if err := unix.Shutdown(c.client.fd, unix.SHUT_WR); err != nil {
		return os.NewSyscallError("shutdown", err)
	}
	err := c.after("client", fmt.Sprintf("shutdown(fd %d, SHUT_WR)", c.client.fd), "0",
		states{c.client: "FIN-WAIT-2", c.server: "CLOSE-WAIT"})
	if err != nil {
		return err
	}
	n, err := unix.Read(c.server.fd, make([]byte, 64))
	if err != nil {
		return os.NewSyscallError("recv", err)
	}
	err = c.after("server", fmt.Sprintf("recv(fd %d, %q)", c.server.fd, ""), fmt.Sprint(n), nil)
	if err != nil {
		return err
	}
	// The client's socket lets go of the connection when that is over but for
	// the waiting: from here on the kernel's table tells of it, and not
	// TCP_INFO.
	for _, last := range []struct {
		party string
		e     *endpoint
		want  states
	}{
		{"server", c.server, states{c.server: "gone", c.client: "CLOSED"}},
		{"client", c.client, states{c.client: "TIME-WAIT"}},
		{"server", c.listener, states{c.listener: "gone"}},
	} {
		fd := last.e.fd
		if err := c.close(fd); err != nil {
			return err
		}
		last.e.fd = -1
		if err := c.after(last.party, fmt.Sprintf("close(fd %d)", fd), "0", last.want); err != nil {
			return err
		}
	}
	return nil
}
