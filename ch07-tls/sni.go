package securestream

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
)

// SNI reaches two services at one address. A server has to choose the
// certificate before it has seen a request, so the client says in its first
// message whom it wants: Server Name Indication (RFC 6066 section 3).
func SNI(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("sni")
	if err != nil {
		return err
	}
	var certs []tls.Certificate
	for _, host := range []string{"red.example", "blue.example"} {
		cert, err := authority.Issue(ForServer(host))
		if err != nil {
			return err
		}
		certs = append(certs, cert)
	}
	for _, visit := range []struct {
		host    string
		version uint16
	}{
		{"red.example", tls.VersionTLS13},
		{"blue.example", tls.VersionTLS13},
		{"blue.example", tls.VersionTLS12},
		{"green.example", tls.VersionTLS13},
		{"192.0.2.1", tls.VersionTLS13},
	} {
		client := &tls.Config{RootCAs: authority.Pool(), ServerName: visit.host, MaxVersion: visit.version}
		err := overLink(ctx, func(near, far *linkEnd) error {
			return sniVisit(out, tls.Client(near, client), tls.Server(far, sniConfig(out, certs)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sniConfig is a server of several names. crypto/tls picks the certificate
// that covers the name asked for, and the first one if none does: it is the
// client that refuses then. GetConfigForClient, here used to look, could give
// each name a configuration of its own, or end the handshake with an error.
func sniConfig(out io.Writer, certs []tls.Certificate) *tls.Config {
	return &tls.Config{
		Certificates: certs,
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			fmt.Fprintf(out, "server: asked for %q\n", hello.ServerName)
			return nil, nil // go on with this one
		},
	}
}

// sniVisit shakes hands and looks for the name among the bytes that crossed.
// From a client the name goes in clear always. In TLS 1.2 the certificate, and
// with it every name in it, does so as well; TLS 1.3 encrypts all that comes
// after ServerHello (RFC 8446 section 2).
func sniVisit(out io.Writer, client, server *tls.Conn) error {
	err, refusal := linkShake(client, server)
	clear := func(end *tls.Conn) string {
		for _, name := range []string{"red.example", "blue.example", "green.example", "192.0.2.1"} {
			if bytes.Contains(end.NetConn().(*linkEnd).crossed(), []byte(name)) {
				return name
			}
		}
		return "no name"
	}
	if err != nil {
		fmt.Fprintf(out, "client: %v\n", err)
		fmt.Fprintf(out, "server: %v\n", refusal)
	} else {
		state := client.ConnectionState()
		fmt.Fprintf(out, "client: %s, certificate of %s\n", tls.VersionName(state.Version), state.PeerCertificates[0].DNSNames[0])
	}
	fmt.Fprintf(out, "wire: in clear: %s from the client, %s from the server\n", clear(client), clear(server))
	var unverified *tls.CertificateVerificationError
	if err != nil && !errors.As(err, &unverified) {
		return err
	}
	return nil
}
