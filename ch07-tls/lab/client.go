package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
)

// ClientConfig is a client that shows id to who asks, and speaks with a server
// that
//
//   - shows a certificate that is good for servers, now, with a chain to one of
//     the authorities in servers, and to no other that this machine may know:
//     there is no such server if servers is nil;
//   - is the one of that name, by its certificate's SAN;
//   - speaks TLS 1.3.
//
// Every other server is refused by the handshake, before it is shown anything.
// Each handshake shows what id is then.
func ClientConfig(id *Identity, servers *x509.CertPool, name string) *tls.Config {
	// BEGIN SOLUTION: what to show, whom to trust, whom to look for
	if servers == nil {
		servers = x509.NewCertPool() // nil would be the system's
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return id.Certificate(), nil
		},
		RootCAs:    servers,
		ServerName: name,
	}
	// END SOLUTION
}

// Connect is the client's side of a connection, from the first byte to the
// server's Welcome. What the server sends behind that is left for the caller to
// read. ctx bounds all of that, and nothing that comes later.
//
// On an error conn is closed. The error is the cause of ctx, if that has ended;
// one around ErrRefused, if the server has sent an error alert (RFC 8446 section
// 6.2), whether before or after the client's own handshake was done; and else
// what the handshake says of the server, or that the connection brought
// something else than a Welcome, or nothing.
func Connect(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
	// BEGIN SOLUTION: shake hands, then wait for it
	c := tls.Client(conn, config)
	err := within(ctx, conn, func() error {
		if err := c.HandshakeContext(ctx); err != nil {
			return refusal(err)
		}
		var answer [1]byte
		if _, err := io.ReadFull(c, answer[:]); err != nil {
			return refusal(err)
		}
		if answer[0] != Welcome {
			return fmt.Errorf("no welcome: the server begins with %q", answer)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil
	// END SOLUTION
}

// BEGIN SOLUTION: whatever you need for both sides

// refusal tells the alert that has come from what went wrong here.
func refusal(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// within has talk end when ctx does, and closes conn if it fails. The context
// of a handshake does nothing for the reads and writes that follow it; its end
// may be known to the handshake before conn is closed.
func within(ctx context.Context, conn net.Conn, talk func() error) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	err := talk()
	if !stop() || err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = conn.Close() // what is to be told is err
	}
	return err
}

// END SOLUTION
