// Believes that who needs the new certificate looks again.
//
// Replaces: identity.go
// Caught by: TestIdentityReplace
// Says: a handshake has asked for a certificate

package trust

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"sync/atomic"
	"time"
)

type Identity struct {
	current atomic.Pointer[shown]
}

type shown struct {
	certificate tls.Certificate
	expires     time.Time
}

func NewIdentity(chain, key []byte) (*Identity, error) {
	i := new(Identity)
	if err := i.Replace(chain, key); err != nil {
		return nil, err
	}
	return i, nil
}

func (i *Identity) Replace(chain, key []byte) error {
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
	if old := i.current.Load(); old != nil {
		*old = *next
		return nil
	}
	i.current.Store(next)
	return nil
}

func (i *Identity) Certificate() *tls.Certificate {
	return &i.current.Load().certificate
}

func (i *Identity) Expires() time.Time {
	return i.current.Load().expires
}
