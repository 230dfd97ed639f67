// Believes that who was let in once need not be looked at again.
//
// Replaces: server.go
// Caught by: TestServerForgets
// Says: the list counts as it is now

package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"sync"
)

func ServerConfig(id *Identity, clients *x509.CertPool, list *List) *tls.Config {
	if clients == nil {
		clients = x509.NewCertPool()
	}
	var known sync.Map
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return id.Certificate(), nil
		},
		ClientAuth: tls.RequireAndVerifyClientCert,
		ClientCAs:  clients,
		VerifyConnection: func(state tls.ConnectionState) error {
			name := state.PeerCertificates[0].DNSNames[0]
			if _, ok := known.Load(name); ok {
				return nil
			}
			_, err := list.Match(state.PeerCertificates[0])
			if err == nil {
				known.Store(name, true)
			}
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
