package securestream

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
)

// Handshake shows every message until the client's first byte, full and
// resumed, in TLS 1.3 and 1.2. In {braces} is what only the two can read, by
// keys that serve the handshake alone; in [brackets], by the connection's own.
func Handshake(ctx context.Context, out io.Writer) error {
	for _, version := range []uint16{tls.VersionTLS13, tls.VersionTLS12} {
		p, err := newParties()
		if err != nil {
			return err
		}
		// Without a question to the client, a TLS 1.3 server sends its ticket
		// at once, before the client's Finished; so there is one order to
		// draw.
		p.server.ClientAuth = tls.NoClientCert
		// For both servers: who has this key opens the tickets sealed with it.
		var key [32]byte
		_, _ = rand.Read(key[:]) // never fails
		p.server.SetSessionTicketKeys([][32]byte{key})
		p.client.MaxVersion, p.client.ClientSessionCache = version, tls.NewLRUClientSessionCache(1)
		p.talk = hello
		for _, kind := range []string{"full", "resumed"} {
			p.title = tls.VersionName(version) + ", " + kind
			if err := p.draw(ctx, out); err != nil {
				return err
			}
		}
	}
	return nil
}

// draw prints an encounter's messages, with the size of each.
func (p *parties) draw(ctx context.Context, out io.Writer) error {
	said, _, err := p.meet(ctx, out)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, p.title)
	for _, m := range said {
		size := fmt.Sprintf(", about %d bytes", m.size)
		if m.kind == changeCipherSpec {
			size = "" // one byte, which says nothing
		}
		fmt.Fprintf(out, "wire:   %v: %s%s\n", m.direction, m.name, size)
		if m.kind == applicationData {
			break
		}
	}
	trips, sent := cost(said)
	fmt.Fprintf(out, "client: could write after %d of the network's round trips,\n", trips)
	fmt.Fprintf(out, "client: with about %d bytes sent and about %d received\n", sent[up], sent[down])
	return nil
}

// cost counts the times that the client had to wait for the server before its
// handshake was done, and the bytes of the messages until then. It is done
// when both have said Finished: in TLS 1.3 the client is the second to, in a
// full handshake of TLS 1.2 the server.
func cost(said []message) (trips int, sent [2]int) {
	left := 2
	last := up
	for _, m := range said {
		if left == 0 {
			break
		}
		if m.direction == down && last == up {
			trips++
		}
		last = m.direction
		sent[m.direction] += m.size
		if m.isFinished() {
			left--
		}
	}
	return trips, sent
}

// hello has one message echoed, and says nothing of it.
func hello(ctx context.Context, _ io.Writer, client *Client) error {
	if _, err := client.Echo(ctx, []byte("hello")); err != nil {
		return err
	}
	return client.Close()
}
