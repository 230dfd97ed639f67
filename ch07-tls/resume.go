package securestream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
)

// Resume comes back to a server with a ticket from the visit before. What it
// saves is the server's certificate and signature, and the checking of both;
// keys are agreed on afresh (psk_dhe_ke, RFC 8446 section 2.2), so that a
// stolen ticket key opens no recorded connection.
//
// A ticket could also encrypt a request in the client's first flight: early
// data, "0-RTT" (section 2.3). Whoever records that flight can send it again,
// to the same server or to another one, and only the application knows whether
// that does harm (section 8). crypto/tls offers none of it for that reason; of
// its users only QUIC's may ask.
func Resume(ctx context.Context, out io.Writer) error {
	server, client, err := resumeConfigs(out)
	if err != nil {
		return err
	}
	visits := []struct {
		what   string
		server *tls.Config
	}{
		{"first visit, no ticket", server},
		{"second visit, with its ticket", server},
		// Each Config makes the keys that it seals its tickets with. Servers that
		// are to take each other's need SetSessionTicketKeys, and to change them.
		{"the server has been restarted", &tls.Config{Certificates: server.Certificates}},
	}
	for _, v := range visits {
		fmt.Fprintf(out, "client: %s\n", v.what)
		err := overLink(ctx, func(near, far *linkEnd) error {
			return resumeVisit(out, tls.Client(near, client), tls.Server(far, v.server))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// resumeConfigs is a server, and a client that keeps its tickets and tells
// which of its checks are made.
func resumeConfigs(out io.Writer) (server, client *tls.Config, err error) {
	authority, err := NewAuthority("resume")
	if err != nil {
		return nil, nil, err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return nil, nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}}, &tls.Config{
		RootCAs:            authority.Pool(),
		ServerName:         "localhost",
		ClientSessionCache: tls.NewLRUClientSessionCache(1),
		VerifyPeerCertificate: func([][]byte, [][]*x509.Certificate) error {
			fmt.Fprintln(out, "client: VerifyPeerCertificate is called")
			return nil
		},
		// The one to put a check of one's own in: nothing goes past it.
		VerifyConnection: func(tls.ConnectionState) error {
			fmt.Fprintln(out, "client: VerifyConnection is called")
			return nil
		},
	}, nil
}

// resumeVisit shakes hands, tells what it took, and reads a word from the
// server: TLS 1.3 sends tickets after the handshake, and a client that never
// reads never gets one (RFC 8446 section 4.6.1).
func resumeVisit(out io.Writer, client, server *tls.Conn) error {
	if err := errors.Join(linkShake(client, server)); err != nil {
		return err
	}
	state := client.ConnectionState()
	kind := "full"
	if state.DidResume {
		kind = "resumed"
	}
	sent := func(conn *tls.Conn) int { return len(conn.NetConn().(*linkEnd).crossed()) }
	fmt.Fprintf(out, "wire: %s, about %d bytes from the client, about %d from the server\n", kind, sent(client), sent(server))
	// Of a resumed connection they are those of the ticket's first visit.
	fmt.Fprintf(out, "client: knows the server by %s\n", state.PeerCertificates[0].DNSNames[0])
	_, err := linkSay(server, client, "welcome")
	return err
}
