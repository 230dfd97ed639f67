package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
)

// ALPN agrees on what is to be spoken inside the connection, without a round
// trip of its own: the client lists protocols, the server takes one
// (Application-Layer Protocol Negotiation, RFC 7301).
func ALPN(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("alpn")
	if err != nil {
		return err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return err
	}
	// The order is the server's preference, which wins in crypto/tls; RFC 7301
	// section 3.2 leaves that to the server.
	server := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"echo/2", "echo/1"}}
	for _, offer := range [][]string{
		{"echo/1", "echo/2"},
		{"echo/1"},
		{"chargen"},
		nil,
	} {
		client := &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost", NextProtos: offer}
		err := overLink(ctx, func(near, far *linkEnd) error {
			return alpnOffer(out, offer, tls.Client(near, client), tls.Server(far, server))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// alpnOffer shakes hands and says what was agreed. Without a protocol in
// common the server ends the handshake (section 3.2): it will not guess. A
// client that offers nothing is let in with none: a server that needs one has
// to look at NegotiatedProtocol itself.
func alpnOffer(out io.Writer, offer []string, client, server *tls.Conn) error {
	fmt.Fprintf(out, "client: offers %q\n", offer)
	err, refusal := linkShake(client, server)
	if err == nil && refusal == nil {
		fmt.Fprintf(out, "client: agreed on %q\n", client.ConnectionState().NegotiatedProtocol)
		fmt.Fprintf(out, "server: agreed on %q\n", server.ConnectionState().NegotiatedProtocol)
		return nil
	}
	fmt.Fprintf(out, "server: %v\n", refusal)
	fmt.Fprintf(out, "client: %v\n", err)
	// The server has not changed over to encryption yet: type 21, version,
	// length 2, level 2 (fatal), and the number.
	sent := server.NetConn().(*linkEnd).crossed()
	if len(sent) == 7 && sent[0] == 21 {
		fmt.Fprintf(out, "wire: % x, alert %d from the server\n", sent, sent[6])
		return nil
	}
	return errors.Join(err, refusal)
}
