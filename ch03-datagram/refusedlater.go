package datagram

import (
	"context"
	"fmt"
	"io"
	"net/netip"
)

// RefusedLater sends to a port where nobody is. Somebody says so, with an ICMP
// message, and the question is to which call.
func RefusedLater(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		// A port that we had closed, another program might take meanwhile. One
		// that a connected socket has is taken, and closed to all but its peer.
		peer, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		deaf, err := s.connect(address(peer))
		if err != nil {
			return err
		}
		nobody := address(deaf)
		if err := refusedConnected(out, s, nobody); err != nil {
			return err
		}
		if err := refusedOpen(out, s, nobody); err != nil {
			return err
		}
		return errorQueue(out, s, nobody)
	})
}

// refusedConnected uses a connected socket. An error is told once, to whatever
// call comes next.
func refusedConnected(out io.Writer, s *sockets, nobody netip.AddrPort) error {
	client, err := s.connect(nobody)
	fmt.Fprintf(out, "client: connect to %v, where nobody is: %v\n", nobody, err)
	if err != nil {
		return err
	}
	for i := range 3 {
		_, err := client.Write([]byte("anybody?"))
		fmt.Fprintf(out, "client: Write %d: %v\n", i+1, err)
	}
	fmt.Fprintln(out, "client: Read:", nothing(client))
	return nil
}

// refusedOpen uses a socket that is not connected: it might be talking to
// many, and is not told what went wrong with one.
func refusedOpen(out io.Writer, s *sockets, nobody netip.AddrPort) error {
	client, err := s.bind("127.0.0.1:0")
	if err != nil {
		return err
	}
	for i := range 2 {
		_, err := client.WriteToUDPAddrPort([]byte("anybody?"), nobody)
		fmt.Fprintf(out, "open client: WriteTo %d: %v\n", i+1, err)
	}
	fmt.Fprintln(out, "open client: Read:", nothing(client))
	return nil
}
