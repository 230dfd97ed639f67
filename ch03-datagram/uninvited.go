package datagram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Uninvited has a stranger answer faster than the server, three times: to a
// client that takes what comes, to one that looks at the source, and to one
// whose socket is connected.
func Uninvited(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		server, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		stranger, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: %v\nstranger: %v\n", address(server), address(stranger))
		open, err := s.bind("127.0.0.1:0")
		if err != nil {
			return err
		}
		connected, err := s.connect(address(server))
		if err != nil {
			return err
		}
		q := quarrel{server, stranger, out}
		return errors.Join(q.trusting(open), q.careful(open), q.connected(connected))
	})
}

// A quarrel is a question that two answer.
type quarrel struct {
	server, stranger *net.UDPConn
	out              io.Writer
}

// trusting takes the first datagram for the answer, and then gets another.
func (q quarrel) trusting(client *net.UDPConn) error {
	if err := q.over(client.WriteToUDPAddrPort(question, address(q.server))); err != nil {
		return err
	}
	text, _, err := receive(client)
	if err != nil {
		return err
	}
	fmt.Fprintf(q.out, "trusting client: the answer is %q\n", text)
	text, from, err := receive(client)
	fmt.Fprintf(q.out, "trusting client: and what is %q, from %v?\n", text, from)
	return err
}

// careful reads until a datagram comes from the address that it asked.
func (q quarrel) careful(client *net.UDPConn) error {
	if err := q.over(client.WriteToUDPAddrPort(question, address(q.server))); err != nil {
		return err
	}
	for {
		text, from, err := receive(client)
		if err != nil {
			return err
		}
		if from == address(q.server) {
			fmt.Fprintf(q.out, "careful client: the answer is %q\n", text)
			return nil
		}
		fmt.Fprintf(q.out, "careful client: %q is from %v, ignored\n", text, from)
	}
}

// connected leaves the looking to the kernel.
func (q quarrel) connected(client *net.UDPConn) error {
	if err := q.over(client.Write(question)); err != nil {
		return err
	}
	text, _, err := receive(client)
	if err != nil {
		return err
	}
	fmt.Fprintf(q.out, "connected client: the answer is %q\n", text)
	fmt.Fprintln(q.out, "connected client: and then:", nothing(client))
	return nil
}

var question = []byte("whom do I pay?")

// over has a question answered, which was sent as told: first by the stranger,
// who knows the client's port, and then by the server.
func (q quarrel) over(_ int, sent error) error {
	if sent != nil {
		return sent
	}
	_, client, err := receive(q.server)
	if err != nil {
		return err
	}
	if _, err := q.stranger.WriteToUDPAddrPort([]byte("pay me"), client); err != nil {
		return err
	}
	_, err = q.server.WriteToUDPAddrPort([]byte("pay the baker"), client)
	return err
}
