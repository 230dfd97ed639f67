// Believes that an authority that is trusted is trusted for every use.
//
// Replaces: server.go
// Caught by: TestServerUsage
// Says: a server's does not make its holder a client

package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
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
			options := x509.VerifyOptions{Roots: clients, Intermediates: x509.NewCertPool(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
			for _, cert := range state.PeerCertificates[1:] {
				options.Intermediates.AddCert(cert)
			}
			if _, err := state.PeerCertificates[0].Verify(options); err != nil {
				return err
			}
			_, err := list.Match(state.PeerCertificates[0])
			return err
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
