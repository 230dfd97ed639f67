package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
)

// Truncate reads a datagram into a buffer that is too short for it, in the
// ways that hide it and in those that tell.
func Truncate(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		server, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		client, err := s.connect(address(server))
		if err != nil {
			return err
		}
		for _, read := range []func(io.Writer, *net.UDPConn) error{truncatedRead, truncatedMessage, askedLength} {
			for _, text := range []string{"a datagram of 24 bytes..", "the next"} {
				if _, err := client.Write([]byte(text)); err != nil {
					return err
				}
			}
			if err := read(out, server); err != nil {
				return err
			}
		}
		return nil
	})
}

// truncatedRead is what most programs do. On Windows Read fails, with
// WSAEMSGSIZE, and has filled the buffer.
func truncatedRead(out io.Writer, server *net.UDPConn) error {
	buf := make([]byte, 10)
	n, err := server.Read(buf)
	fmt.Fprintf(out, "server: Read, 10 bytes of room: %q, %v\n", buf[:n], err)
	n, err = server.Read(buf)
	fmt.Fprintf(out, "server: Read again: %q, %v\n", buf[:n], err)
	return err
}

// truncatedMessage asks recvmsg(2), which has a flag for it.
func truncatedMessage(out io.Writer, server *net.UDPConn) error {
	buf := make([]byte, 10)
	for range 2 {
		n, _, flags, _, err := server.ReadMsgUDPAddrPort(buf, nil)
		fmt.Fprintf(out, "server: ReadMsg, 10 bytes of room: %q, MSG_TRUNC %t, %v\n", buf[:n], flags&msgTrunc != 0, err)
	}
	return nil
}
