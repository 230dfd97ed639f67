package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
)

// Connected shows what connect(2) does to a datagram socket: nothing is sent,
// an address is chosen and a filter set. A stranger who sends to the socket
// learns that there is nobody.
func Connected(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		server, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		other, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		client, err := s.connect(address(server))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: %v, connected to %v\n", address(client), client.RemoteAddr())
		fmt.Fprintln(out, "server: connect has sent nothing:", nothing(server))
		if err := connectedFilter(out, s, client); err != nil {
			return err
		}
		_, err = client.WriteTo([]byte("hello"), other.LocalAddr())
		fmt.Fprintln(out, "client: WriteTo another:", err)
		return connectedAnew(out, client, server, other)
	})
}

// connectedFilter lets a stranger send to a connected client. The stranger's
// own socket is connected too, or nobody would tell it what comes of it.
func connectedFilter(out io.Writer, s *sockets, client *net.UDPConn) error {
	stranger, err := s.connect(address(client))
	if err != nil {
		return err
	}
	_, err = stranger.Write([]byte("hello from a stranger"))
	fmt.Fprintf(out, "stranger: Write to %v: %v\n", stranger.RemoteAddr(), err)
	fmt.Fprintln(out, "client:", nothing(client))
	fmt.Fprintln(out, "stranger: Read:", nothing(stranger))
	return nil
}
