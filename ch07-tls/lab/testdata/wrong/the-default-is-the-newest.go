// Believes that a configuration that names no version takes the newest only.
//
// Replaces: server.go
// Caught by: TestServerVersion
// Says: before TLS 1.3 a client's certificate

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
