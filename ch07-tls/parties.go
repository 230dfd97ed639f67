package securestream

import (
	"context"
	"crypto/tls"
	"io"
)

// parties are a server and a client who trust one authority, by which both
// have a certificate.
type parties struct {
	authority *Authority
	encounter
}

// newParties makes two who get on. What is unlike it in an example is what the
// example is about.
func newParties() (*parties, error) {
	authority, err := NewAuthority("Workbook CA")
	if err != nil {
		return nil, err
	}
	p := &parties{authority: authority}
	p.server = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: authority.Pool()}
	p.client = &tls.Config{RootCAs: authority.Pool()}
	p.talk, p.show = firstRead, alerts
	if err := p.serverShows(authority.Issue(ForServer("127.0.0.1"))); err != nil {
		return nil, err
	}
	return p, p.clientShows(authority.Issue(ForClient("ada")))
}

func (p *parties) serverShows(cert tls.Certificate, err error) error {
	p.server.Certificates = []tls.Certificate{cert}
	return err
}

// clientShows makes the client show this certificate, whatever the server asks
// for. Of those in Certificates crypto/tls picks one that is by an authority
// the server has named, and if there is none shows none.
func (p *parties) clientShows(cert tls.Certificate, err error) error {
	p.client.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &cert, nil }
	return err
}

// A change spoils something, or adds it, and gives the encounter its title.
type change func(*parties) error

// playAll plays one encounter for each change.
func playAll(ctx context.Context, out io.Writer, changes ...change) error {
	for _, apply := range changes {
		p, err := newParties()
		if err != nil {
			return err
		}
		if err := apply(p); err != nil {
			return err
		}
		if err := p.play(ctx, out); err != nil {
			return err
		}
	}
	return nil
}
