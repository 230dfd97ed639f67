// Believes that the name of the issuer says who has signed.
//
// Replaces: server.go
// Caught by: TestServerAuthority
// Says: an authority is known by its key

package trust

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"
)

func ServerConfig(id *Identity, clients *x509.CertPool, list *List) *tls.Config {
	if clients == nil {
		clients = x509.NewCertPool()
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return id.Certificate(), nil
		},
		ClientAuth: tls.RequireAnyClientCert,
		VerifyConnection: func(state tls.ConnectionState) error {
			now := time.Now()
			for _, cert := range state.PeerCertificates {
				if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
					return ErrNotValid
				}
			}
			last := state.PeerCertificates[len(state.PeerCertificates)-1]
			for _, authority := range clients.Subjects() {
				if bytes.Equal(last.RawIssuer, authority) {
					_, err := list.Match(state.PeerCertificates[0])
					return err
				}
			}
			return x509.UnknownAuthorityError{Cert: last}
		},
	}
}

func Accept(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
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
}
