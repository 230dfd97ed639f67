package datagram

import (
	"context"
	"fmt"
	"io"
)

// TooLong sends the largest datagrams that there are, and one byte more.
func TooLong(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		for _, way := range []struct {
			family, at string
			largest    int
		}{
			{"IPv4", "127.0.0.1:0", 65535 - 20 - 8}, // IP's length counts its own header
			{"IPv6", "[::1]:0", 65535 - 8},          // IPv6's does not (RFC 8200 section 3)
		} {
			server, err := s.bind(way.at)
			if err != nil {
				return missing{what: "this machine has no " + way.family + " on loopback: " + err.Error()}
			}
			client, err := s.connect(address(server))
			if err != nil {
				return err
			}
			for _, n := range []int{way.largest, way.largest + 1} {
				sent, err := client.Write(make([]byte, n))
				fmt.Fprintf(out, "client: %s, %d bytes in one Write: %d sent, %v\n", way.family, n, sent, err)
			}
		}
		return nil
	})
}
