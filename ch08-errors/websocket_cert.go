package sockerrors

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"time"
)

// A webCertificate is what the two sides of a TLS handshake bring to it.
type webCertificate struct {
	server  tls.Certificate
	trusted *x509.CertPool   // by the client
	now     func() time.Time // the client's clock
}

// webCertificates each fail in one way.
type webCertificates struct{ untrusted, wrongName, expired *webCertificate }

// issued is when the certificates begin to be valid, for a day.
var issued = time.Date(2025, time.March, 1, 0, 0, 0, 0, time.UTC)

// makeWebCertificates signs them in memory; no key is ever on a disk.
func makeWebCertificates() (webCertificates, error) {
	right := x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	elsewhere := x509.Certificate{IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}}
	plain, err := selfSigned(right)
	if err != nil {
		return webCertificates{}, err
	}
	named, err := selfSigned(elsewhere)
	if err != nil {
		return webCertificates{}, err
	}
	during := func() time.Time { return issued.Add(time.Hour) }
	after := func() time.Time { return issued.Add(48 * time.Hour) }
	return webCertificates{
		untrusted: &webCertificate{plain, x509.NewCertPool(), during},
		wrongName: &webCertificate{named, poolOf(named), during},
		expired:   &webCertificate{plain, poolOf(plain), after},
	}, nil
}

// selfSigned completes a template with a fresh key and signs it with the same.
func selfSigned(template x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template.SerialNumber = big.NewInt(1)
	template.Subject = pkix.Name{CommonName: "socket workbook"}
	template.NotBefore, template.NotAfter = issued, issued.Add(24*time.Hour)
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}

func poolOf(c tls.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	return pool
}
