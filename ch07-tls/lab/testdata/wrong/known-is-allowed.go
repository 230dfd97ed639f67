// Believes that a client whom the authority knows may come in.
//
// Replaces: server.go
// Caught by: TestServerList, TestServerForgets, TestTogether
// Says: the authority says who a client is

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
		ClientAuth: tls.RequireAndVerifyClientCert,
		ClientCAs:  clients,
		VerifyConnection: func(state tls.ConnectionState) error {
			return nil
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
