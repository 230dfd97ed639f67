package datagram

import (
	"context"
	"fmt"
	"io"
	"net/netip"
)

// NoDestination writes on a socket that nobody has connected, and then says
// where to, but not at which port.
func NoDestination(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		client, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		_, err = client.Write([]byte("hello?"))
		fmt.Fprintln(out, "client: Write, not connected:", err)
		nowhere := netip.AddrPortFrom(address(client).Addr(), 0)
		_, err = client.WriteToUDPAddrPort([]byte("hello?"), nowhere)
		fmt.Fprintln(out, "client: WriteTo, port 0:", err)
		return nil
	})
}
