package trust_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"
)

// An authority signs certificates. It lives in memory, as long as a test.
type authority struct {
	t     *testing.T
	cert  *x509.Certificate
	key   *ecdsa.PrivateKey
	chain [][]byte // what has to be sent along with what it issues
}

// A profile is what a certificate says.
type profile struct {
	common string             // name, for people to read
	names  []string           // in the SAN
	uses   []x509.ExtKeyUsage // at which end of a connection
	from   time.Duration      // from now on; the zero value: an hour ago
	to     time.Duration      // until then; the zero value: a day
}

var (
	forServers = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	forClients = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
)

// server and client are usual profiles.
func server(names ...string) profile { return profile{names: names, uses: forServers} }
func client(names ...string) profile { return profile{names: names, uses: forClients} }

// between changes how long one is good for.
func (p profile) between(from, to time.Duration) profile {
	p.from, p.to = from, to
	return p
}

func (p profile) template(t *testing.T) *x509.Certificate {
	number, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	check(t, err)
	c := &x509.Certificate{
		SerialNumber: number,
		Subject:      pkix.Name{CommonName: p.common},
		DNSNames:     p.names,
		ExtKeyUsage:  p.uses,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		NotBefore:    time.Now().Add(p.from),
		NotAfter:     time.Now().Add(p.to),
	}
	if p.from == 0 {
		c.NotBefore = time.Now().Add(-time.Hour)
	}
	if p.to == 0 {
		c.NotAfter = time.Now().Add(24 * time.Hour)
	}
	return c
}

// root makes an authority that vouches for itself.
func root(t *testing.T, p profile) *authority {
	a := &authority{t: t, key: newKey(t)}
	a.cert = a.sign(authorityTemplate(t, p), a.key)
	return a
}

// intermediate makes one that a vouches for.
func (a *authority) intermediate(p profile) *authority {
	sub := &authority{t: a.t, key: newKey(a.t)}
	sub.cert = a.sign(authorityTemplate(a.t, p), sub.key)
	sub.chain = append([][]byte{sub.cert.Raw}, a.chain...)
	return sub
}

func authorityTemplate(t *testing.T, p profile) *x509.Certificate {
	c := p.template(t)
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	return c
}

// issue makes a key, and a certificate for it.
func (a *authority) issue(p profile) tls.Certificate {
	key := newKey(a.t)
	cert := a.sign(p.template(a.t), key)
	return tls.Certificate{Certificate: append([][]byte{cert.Raw}, a.chain...), PrivateKey: key, Leaf: cert}
}

func (a *authority) sign(template *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	parent := a.cert
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, a.key)
	check(a.t, err)
	cert, err := x509.ParseCertificate(der)
	check(a.t, err)
	return cert
}

// pool is what a party trusts that trusts this authority alone.
func (a *authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// selfSigned is a certificate that nobody vouches for.
func selfSigned(t *testing.T, p profile) tls.Certificate {
	a := &authority{t: t, key: newKey(t)}
	cert := a.sign(p.template(t), a.key)
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: a.key, Leaf: cert}
}

// usedAsAuthority is whoever has a certificate, and signs others with its key.
func usedAsAuthority(t *testing.T, c tls.Certificate) *authority {
	return &authority{t: t, cert: c.Leaf, key: c.PrivateKey.(*ecdsa.PrivateKey), chain: c.Certificate}
}

// alone is c without what has to be sent along with it.
func alone(c tls.Certificate) tls.Certificate {
	c.Certificate = c.Certificate[:1]
	return c
}

// files are what a Certificate is as files.
func files(t *testing.T, c tls.Certificate) (chain, key []byte) {
	var text bytes.Buffer
	for _, der := range c.Certificate {
		check(t, pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	check(t, err)
	return text.Bytes(), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	return key
}

// check is for what has to work for a test to begin.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("the test could not be set up: %v", err)
	}
}
