package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"

	"golang.org/x/net/ipv4"
)

// PktInfo asks a server that is bound to every address of its machine, on one
// that the route back would not choose: first a server that leaves the answer's
// source to the kernel, then one that is told what it was asked on.
func PktInfo(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		server, err := s.bind("0.0.0.0:0")
		if err != nil {
			return err
		}
		asked := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 2}), address(server).Port())
		fmt.Fprintf(out, "server: bound to %v\n", address(server))
		open, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		connected, err := s.connect(asked)
		if err != nil {
			return err
		}
		if err := pktInfoNaive(out, server, open, connected, asked); err != nil {
			return err
		}
		return pktInfoTold(out, server, connected)
	})
}

// pktInfoNaive answers with WriteTo. The kernel chooses the source, as for any
// datagram of a socket that is bound to no address: the route to the client
// decides.
func pktInfoNaive(out io.Writer, server, open, connected *net.UDPConn, asked netip.AddrPort) error {
	if _, err := open.WriteToUDPAddrPort([]byte("who are you?"), asked); err != nil {
		return err
	}
	if err := pktInfoAnswer(server); err != nil {
		return err
	}
	_, from, err := receive(open)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "open client: asked %v, the answer is from %v\n", asked, from)
	if _, err := connected.Write([]byte("who are you?")); err != nil {
		return err
	}
	if err := pktInfoAnswer(server); err != nil {
		return err
	}
	fmt.Fprintln(out, "connected client:", nothing(connected))
	return nil
}

func pktInfoAnswer(server *net.UDPConn) error {
	text, from, err := receive(server)
	if err != nil {
		return err
	}
	_, err = server.WriteToUDPAddrPort([]byte(text), from)
	return err
}

// pktInfoTold has the kernel say with each datagram what it was sent to, and
// says with the answer what to send it from.
func pktInfoTold(out io.Writer, server, connected *net.UDPConn) error {
	conn := ipv4.NewPacketConn(server)
	if err := conn.SetControlMessage(ipv4.FlagDst|ipv4.FlagInterface, true); err != nil { // IP_PKTINFO
		return err
	}
	if _, err := connected.Write([]byte("who are you?")); err != nil {
		return err
	}
	buf := make([]byte, 1500)
	n, told, from, err := conn.ReadFrom(buf)
	if err != nil {
		return err
	}
	iface, err := net.InterfaceByIndex(told.IfIndex)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: IP_PKTINFO: sent to %v, came in by %s\n", told.Dst, iface.Name)
	fmt.Fprintf(out, "server: answers, with IP_PKTINFO: from %v\n", told.Dst)
	if _, err := conn.WriteTo(buf[:n], &ipv4.ControlMessage{Src: told.Dst}, from); err != nil {
		return err
	}
	text, source, err := receive(connected)
	fmt.Fprintf(out, "connected client: %q from %v\n", text, source)
	return err
}
