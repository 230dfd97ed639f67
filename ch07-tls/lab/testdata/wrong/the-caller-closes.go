// Believes that a connection that was not accepted is closed by whoever made
// it.
//
// Replaces: server.go
// Caught by: TestAcceptRefuses, TestAcceptStrangers
// Says: no connection is kept for it

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
			_, err := list.Match(state.PeerCertificates[0])
			return err
		},
	}
}

func Accept(ctx context.Context, conn net.Conn, config *tls.Config) (*tls.Conn, error) {
	c := tls.Server(conn, config)
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	if _, err := c.Write([]byte{Welcome}); err != nil {
		return nil, err
	}
	return c, nil
}
