package trust

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"sync/atomic"
	"time"
)

// An Identity is the certificate that one side shows, with its key. It can be
// replaced while connections come and go. Its methods may be called by many
// goroutines.
type Identity struct {
	// BEGIN SOLUTION: the certificate
	current atomic.Pointer[shown]
	// END SOLUTION
}

// BEGIN SOLUTION: whatever you keep of it

// shown is never changed: a handshake may be using it.
type shown struct {
	certificate tls.Certificate
	expires     time.Time
}

// END SOLUTION

// NewIdentity reads an identity as files have it, in PEM. chain is the
// certificate of the key, and behind it those of the intermediate authorities;
// all of them are shown, for the other side knows the root only.
//
// Errors: that there is no certificate or no key; that the two do not belong
// together; and ErrNotValid, if a certificate of the chain is not valid now.
func NewIdentity(chain, key []byte) (*Identity, error) {
	// BEGIN SOLUTION: the first is a replacement too
	i := new(Identity)
	if err := i.Replace(chain, key); err != nil {
		return nil, err
	}
	return i, nil
	// END SOLUTION
}

// Replace puts another certificate and its key in the place of what there is.
// Each handshake that begins afterwards shows the new one. On an error, which is
// one of NewIdentity's, the old one stays.
func (i *Identity) Replace(chain, key []byte) error {
	// BEGIN SOLUTION: check first, then swap
	certificate, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return err
	}
	next := &shown{certificate: certificate}
	now := time.Now()
	for _, der := range certificate.Certificate {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return err
		}
		if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
			return fmt.Errorf("certificate of %v, from %v to %v: %w", cert.Subject, cert.NotBefore, cert.NotAfter, ErrNotValid)
		}
		if next.expires.IsZero() || cert.NotAfter.Before(next.expires) {
			next.expires = cert.NotAfter
		}
	}
	i.current.Store(next)
	return nil
	// END SOLUTION
}

// Certificate is what to show now. Nobody changes it, Replace neither.
func (i *Identity) Certificate() *tls.Certificate {
	// BEGIN SOLUTION: the current one
	return &i.current.Load().certificate
	// END SOLUTION
}

// Expires is when the chain that is shown is no longer good: when the first of
// its certificates is not.
func (i *Identity) Expires() time.Time {
	// BEGIN SOLUTION: the earliest
	return i.current.Load().expires
	// END SOLUTION
}
