package securestream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"net"
	"time"
)

// lifetime is how long an authority of this package and what it issues are
// good for. All are made when a program starts and forgotten when it ends.
const lifetime = 24 * time.Hour

// backdate is for clocks that are slow: who checks a certificate may live a
// little in the past.
const backdate = time.Minute

// An Authority is a certificate authority (CA) in memory: a key, and a
// certificate by which others check what it has signed (RFC 5280).
type Authority struct {
	key   *ecdsa.PrivateKey
	cert  *x509.Certificate
	chain [][]byte // of an intermediate: its own certificate, to go with what it issues
}

// NewAuthority makes a root: its certificate is signed by its own key, and so
// proves nothing. Whoever trusts it has been told to.
func NewAuthority(name string) (*Authority, error) {
	a, template, err := newAuthority(name)
	if err != nil {
		return nil, err
	}
	return a, a.certify(template, template, a.key)
}

// Intermediate makes an authority that this one vouches for. Its certificate
// has to be sent along with those it issues: a client knows the root only.
func (a *Authority) Intermediate(name string) (*Authority, error) {
	sub, template, err := newAuthority(name)
	if err != nil {
		return nil, err
	}
	if err := sub.certify(template, a.cert, a.key); err != nil {
		return nil, err
	}
	sub.chain = append([][]byte{sub.cert.Raw}, a.chain...)
	return sub, nil
}

func newAuthority(name string) (*Authority, *x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	return &Authority{key: key}, &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             time.Now().Add(-backdate),
		NotAfter:              time.Now().Add(lifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}, nil
}

func (a *Authority) certify(template, parent *x509.Certificate, by *ecdsa.PrivateKey) error {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &a.key.PublicKey, by)
	if err != nil {
		return err
	}
	a.cert, err = x509.ParseCertificate(der)
	return err
}

// Pool is what a party trusts that trusts this authority and no other.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// PEM is the authority's certificate as files have it (RFC 7468). The key
// stays here.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// A Profile says what a certificate is to certify.
type Profile struct {
	Name  string           // of a client: who it is
	Hosts []string         // of a server: the names and addresses it is reached by
	Use   x509.ExtKeyUsage // at which end of a connection it may be shown

	NotBefore, NotAfter time.Time // zero: from a minute ago, for a day
}

// ForServer is the profile of a server that is reached by these names.
func ForServer(hosts ...string) Profile {
	return Profile{Hosts: hosts, Use: x509.ExtKeyUsageServerAuth}
}

// ForClient is that of a client of this name.
func ForClient(name string) Profile {
	return Profile{Name: name, Hosts: []string{name}, Use: x509.ExtKeyUsageClientAuth}
}

// Issue makes a key and a certificate for it. Names are in the subject
// alternative name (SAN), which alone is looked at (RFC 9525 section 2).
func (a *Authority) Issue(p Profile) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	return a.IssueFor(key, p)
}

// IssueFor is Issue for a key that there is already.
func (a *Authority) IssueFor(key *ecdsa.PrivateKey, p Profile) (tls.Certificate, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: p.Name},
		NotBefore:   p.NotBefore,
		NotAfter:    p.NotAfter,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{p.Use},
	}
	if template.NotBefore.IsZero() {
		template.NotBefore = time.Now().Add(-backdate)
	}
	if template.NotAfter.IsZero() {
		template.NotAfter = time.Now().Add(lifetime)
	}
	for _, host := range p.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: append([][]byte{der}, a.chain...), PrivateKey: key, Leaf: leaf}, err
}
