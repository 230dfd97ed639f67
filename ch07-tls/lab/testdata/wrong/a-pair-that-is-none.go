// Believes that a certificate and a key are a pair because they came together.
//
// Replaces: identity.go
// Caught by: TestIdentityPair, TestIdentityReplace
// Says: a key that is not this certificate's

package trust

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
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
	var certificate tls.Certificate
	for block, rest := pem.Decode(chain); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certificate.Certificate = append(certificate.Certificate, block.Bytes)
		}
	}
	block, _ := pem.Decode(key)
	if block == nil || certificate.Certificate == nil {
		return fmt.Errorf("no certificate or no key")
	}
	var err error
	if certificate.PrivateKey, err = x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
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
}

func (i *Identity) Certificate() *tls.Certificate {
	return &i.current.Load().certificate
}

func (i *Identity) Expires() time.Time {
	return i.current.Load().expires
}
