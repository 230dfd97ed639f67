package securestream

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
)

// errPin is what a client says of a server whose key is not the one it knows.
var errPin = errors.New("the server's key is not the pinned one")

// Pin trusts one key instead of all that an authority vouches for. What is
// pinned is the hash of the SubjectPublicKeyInfo, key and algorithm (RFC 7469
// section 2.4), not of the certificate: that one is renewed, and its hash with
// it.
func Pin(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("pin")
	if err != nil {
		return err
	}
	kept, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	first, err := authority.IssueFor(kept, ForServer("localhost"))
	if err != nil {
		return err
	}
	client := pinned(authority.Pool(), "localhost", sha256.Sum256(first.Leaf.RawSubjectPublicKeyInfo))
	for _, shown := range []struct {
		what string
		key  *ecdsa.PrivateKey
	}{
		{"a certificate for the pinned key", kept},
		{"a renewed certificate, same key", kept},
		{"a certificate of the same authority, another key", other},
	} {
		cert, err := authority.IssueFor(shown.key, ForServer("localhost"))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: shows %s\n", shown.what)
		if err := pinVisit(ctx, out, client, cert); err != nil {
			return err
		}
	}
	return nil
}

// pinned is a client that checks what every client checks, and then the key.
// VerifyConnection is called for resumed connections as well, which
// VerifyPeerCertificate is not. Of keys to pin, have two: one in use, and one
// that is locked away for the day the first is lost (RFC 7469 section 2.5).
func pinned(authorities *x509.CertPool, host string, pins ...[sha256.Size]byte) *tls.Config {
	return &tls.Config{
		RootCAs:    authorities,
		ServerName: host,
		VerifyConnection: func(state tls.ConnectionState) error {
			got := sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)
			for _, pin := range pins {
				if got == pin {
					return nil
				}
			}
			return errPin
		},
	}
}

// pinVisit tells how both ends take it. The alert is bad_certificate: why, the
// client keeps to itself.
func pinVisit(ctx context.Context, out io.Writer, client *tls.Config, cert tls.Certificate) error {
	server := &tls.Config{Certificates: []tls.Certificate{cert}}
	return overLink(ctx, func(near, far *linkEnd) error {
		err, refusal := linkShake(tls.Client(near, client), tls.Server(far, server))
		switch {
		case err == nil && refusal == nil:
			fmt.Fprintln(out, "client: connected")
		case errors.Is(err, errPin):
			fmt.Fprintf(out, "client: %v\n", err)
			fmt.Fprintf(out, "server: %v\n", refusal)
		default:
			return errors.Join(err, refusal)
		}
		return nil
	})
}
