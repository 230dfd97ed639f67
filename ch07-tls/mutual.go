package securestream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Mutual has both parties prove who they are, before a byte of theirs is
// exchanged. That a client is somebody is one thing, and the authority's to
// say; that it may come in is another, and the server's.
func Mutual(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, listedClient, unlistedClient)
}

func listedClient(p *parties) error {
	p.title = "ada is known to the authority, and on the server's list"
	p.talk, p.show = sayVerified, nil
	return p.comeIn("ada")
}

func unlistedClient(p *parties) error {
	p.title = "eve is known to the authority, and not on the list"
	return p.comeIn("eve")
}

// comeIn is a client of that name. Its certificate is by an authority that the
// server has never heard of, and that one it trusts vouches for: the client
// sends both certificates.
func (p *parties) comeIn(name string) error {
	clients, err := p.authority.Intermediate("Workbook CA for clients")
	if err != nil {
		return err
	}
	// Not VerifyPeerCertificate: crypto/tls does not call that one again for a
	// client who resumes, and the list may have become shorter meanwhile.
	p.server.VerifyConnection = func(state tls.ConnectionState) error {
		for _, chain := range state.VerifiedChains {
			p.log.Print("verified: ", path(chain))
		}
		return onList(state.PeerCertificates[0], "ada", "grace")
	}
	return p.clientShows(clients.Issue(ForClient(name)))
}

// sayVerified is a client that knows who the server is, and is served.
func sayVerified(ctx context.Context, out io.Writer, client *Client) error {
	for _, chain := range client.ConnectionState().VerifiedChains {
		fmt.Fprintln(out, "client: verified:", path(chain))
	}
	return sayHello(ctx, out, client)
}

// onList reports an error unless one of the certificate's names is on the
// list. They are in its SAN; the common name, which anything may be written
// into, is for people to read.
func onList(cert *x509.Certificate, list ...string) error {
	for _, name := range cert.DNSNames {
		if slices.Contains(list, name) {
			return nil
		}
	}
	return fmt.Errorf("%s is not on the list", holder(cert))
}

// path is a chain from who has shown it to who is trusted.
func path(chain []*x509.Certificate) string {
	var names []string
	for _, cert := range chain {
		names = append(names, holder(cert))
	}
	return strings.Join(names, " ← ")
}

// holder is whom a certificate is about: an authority by its name, others by
// what a SAN says.
func holder(cert *x509.Certificate) string {
	if cert.IsCA {
		return cert.Subject.CommonName
	}
	names := slices.Clone(cert.DNSNames)
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	return strings.Join(names, ", ")
}
