package securestream

import (
	"context"
	"crypto/tls"
	"io"
)

// MissingClientCertificate connects without a certificate to a server that
// demands one. A TLS 1.2 client learns it in the handshake, whose last word is
// the server's. In TLS 1.3 the last word is the client's: when it has said it,
// its handshake is over, and the server's answer is still under way. The first
// Read brings it. A Write before that succeeds, into nowhere.
func MissingClientCertificate(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, nothingToShow13, nothingToShow12, nothingThatFits)
}

func nothingToShow13(p *parties) error {
	p.title = "TLS 1.3, the client has no certificate"
	p.client.GetClientCertificate = nil
	p.show = everything
	return nil
}

func nothingToShow12(p *parties) error {
	p.title = "TLS 1.2, the same"
	p.client.GetClientCertificate = nil
	p.client.MaxVersion = tls.VersionTLS12
	p.show = everything
	return nil
}

// nothingThatFits has one, by an authority that the server's
// CertificateRequest does not name: crypto/tls keeps it to itself (RFC 8446
// section 4.4.2.3).
func nothingThatFits(p *parties) error {
	p.title = "TLS 1.3, the client has one, but not by the server's authority"
	stranger, err := NewAuthority("Nobody's CA")
	if err != nil {
		return err
	}
	cert, err := stranger.Issue(ForClient("ada"))
	p.client.GetClientCertificate = nil
	p.client.Certificates = []tls.Certificate{cert}
	return err
}
