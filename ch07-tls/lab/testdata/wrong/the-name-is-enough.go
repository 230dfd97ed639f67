// Believes that a certificate with the right name is the right certificate.
//
// Replaces: client.go
// Caught by: TestClientAuthority, TestClientDates, TestClientUsage, TestClientRoots
// Says: the right name proves nothing

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

func ClientConfig(id *Identity, servers *x509.CertPool, name string) *tls.Config {
	if servers == nil {
		servers = x509.NewCertPool()
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return id.Certificate(), nil
		},
		ServerName:         name,
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			return state.PeerCertificates[0].VerifyHostname(name)
		},
	}
}

func Connect(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
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
}

func refusal(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

func within(ctx context.Context, conn net.Conn, talk func() error) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	err := talk()
	if !stop() || err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = conn.Close()
	}
	return err
}
