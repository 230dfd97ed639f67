// Believes that a client says what it has to, or goes.
//
// Replaces: server.go
// Caught by: TestAcceptSilent
// Says: a client that is silent must not hold a server

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
	err := c.Handshake()
	if err == nil {
		_, err = c.Write([]byte{Welcome})
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return c, nil
}
