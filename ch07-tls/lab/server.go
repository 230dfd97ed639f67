package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
)

// ServerConfig is a server that shows id, and lets a client in if
//
//   - it shows a certificate that is good for clients, now, with a chain to one
//     of the authorities in clients, and to no other that this machine may
//     know: nobody is let in if clients is nil;
//   - Match finds a name of it on the list, now: also if it comes back with a
//     ticket, and its certificate is not shown again;
//   - it speaks TLS 1.3: in older versions a client's certificate, and so its
//     name, crosses the network in the clear.
//
// Every other client is refused by the handshake, one that is not on the list
// with Match's error. Who comes back with a ticket may resume (RFC 8446 section
// 2.2). Each handshake shows what id is then, unless it resumes.
func ServerConfig(id *Identity, clients *x509.CertPool, list *List) *tls.Config {
	// BEGIN SOLUTION: whom to show, whom to trust, whom to let in
	if clients == nil {
		clients = x509.NewCertPool() // nil would be the system's
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return id.Certificate(), nil
		},
		ClientAuth: tls.RequireAndVerifyClientCert,
		ClientCAs:  clients,
		VerifyConnection: func(state tls.ConnectionState) error {
			_, err := list.Match(state.PeerCertificates[0])
			return err
		},
	}
	// END SOLUTION
}

// Accept is the server's side of a connection, from the first byte to the
// Welcome: config, which is one of ServerConfig's or any other, says who is let
// in. ctx bounds all of that, and nothing that comes later.
//
// On an error conn is closed. If ctx has ended that is its cause; and a client
// that the handshake refuses has been told so by its alert.
func Accept(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
	// BEGIN SOLUTION: shake hands, then say it
	c := tls.Server(conn, config)
	err := within(ctx, conn, func() error {
		if err := c.HandshakeContext(ctx); err != nil {
			return err
		}
		_, err := c.Write([]byte{Welcome})
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, nil
	// END SOLUTION
}
