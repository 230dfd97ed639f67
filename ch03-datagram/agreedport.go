package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
)

// AgreedPort has a server answer to a port that was agreed on, as programs for
// UWP's DatagramSocket are often written, and two clients that share a host.
// Then the server answers to the source.
func AgreedPort(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		first, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		agreed := address(first)
		fmt.Fprintln(out, "first: bound to the agreed port,", agreed)
		_, err = s.bind(agreed.String())
		fmt.Fprintln(out, "second:", err)
		second, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "second: takes another port,", address(second))
		server, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		if err := agreedAnswers(out, server, first, second, agreed.Port()); err != nil {
			return err
		}
		return sourceAnswers(out, server, first, second)
	})
}

// agreedAnswers lets both clients ask a server that ignores their ports.
func agreedAnswers(out io.Writer, server, first, second *net.UDPConn, port uint16) error {
	answer := func(from netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(from.Addr(), port) }
	for _, c := range []party{{"first", first}, {"second", second}} {
		if err := c.asks(out, server, answer); err != nil {
			return err
		}
		text, _, err := receive(first)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "first: got %q\n", text)
	}
	fmt.Fprintln(out, "second:", nothing(second))
	return nil
}

// sourceAnswers does the same with a server that answers to the source.
func sourceAnswers(out io.Writer, server, first, second *net.UDPConn) error {
	for _, c := range []party{{"first", first}, {"second", second}} {
		if err := c.asks(out, server, func(from netip.AddrPort) netip.AddrPort { return from }); err != nil {
			return err
		}
		text, _, err := receive(c.UDPConn)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: got %q\n", c.name, text)
	}
	return nil
}

// A party is a socket with the name that its lines begin with.
type party struct {
	name string
	*net.UDPConn
}

// asks sends the party's name to the server, which answers to where it is told.
func (p party) asks(out io.Writer, server *net.UDPConn, whereto func(netip.AddrPort) netip.AddrPort) error {
	if _, err := p.WriteToUDPAddrPort([]byte("for the "+p.name), address(server)); err != nil {
		return err
	}
	text, from, err := receive(server)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: %q came from %v, answered to %v\n", text, from, whereto(from))
	_, err = server.WriteToUDPAddrPort([]byte(text), whereto(from))
	return err
}
