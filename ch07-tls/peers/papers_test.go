package peers

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	securestream "sockbook/ch07-tls"
)

// papers are certificates and keys, in memory for us and in files for others.
type papers struct {
	dir       string
	authority *securestream.Authority // whom all trust
	ca        string                  // its certificate
	server    identity
	client    identity

	notServers []identity // those no client may talk to
	notClients []identity // those no server may let in
}

// An identity is what a party shows. Without a name it shows nothing.
type identity struct {
	what      string
	tls       tls.Certificate
	cert, key string // files
}

// files are an identity as arguments of a program.
func (id identity) files() []string {
	if id.cert == "" {
		return nil
	}
	return []string{id.cert, id.key}
}

func newPapers(t *testing.T) *papers {
	authority, err := securestream.NewAuthority("Workbook CA")
	require.NoError(t, err)
	stranger, err := securestream.NewAuthority("Somebody's CA")
	require.NoError(t, err)
	p := &papers{dir: t.TempDir(), authority: authority}
	p.ca = p.write(t, authority.PEM())
	aServer, ada := securestream.ForServer("127.0.0.1", "localhost"), securestream.ForClient("ada")
	p.server = p.issue(t, "a server's", authority, aServer)
	p.client = p.issue(t, "a client's", authority, ada)
	oldServer, oldClient := aServer, ada
	oldServer.NotBefore, oldServer.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
	oldClient.NotBefore, oldClient.NotAfter = oldServer.NotBefore, oldServer.NotAfter
	p.notServers = []identity{
		p.issue(t, "by another authority", stranger, aServer),
		p.issue(t, "of another name", authority, securestream.ForServer("else.example")),
		p.issue(t, "expired", authority, oldServer),
		p.client,
	}
	p.notClients = []identity{
		{what: "nothing"},
		p.issue(t, "by another authority", stranger, ada),
		p.issue(t, "expired", authority, oldClient),
		p.server,
	}
	return p
}

func (p *papers) issue(t *testing.T, what string, by *securestream.Authority, profile securestream.Profile) identity {
	cert, err := by.Issue(profile)
	require.NoError(t, err)
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	require.NoError(t, err)
	return identity{
		what: what,
		tls:  cert,
		cert: p.write(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]})),
		key:  p.write(t, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
	}
}

func (p *papers) write(t *testing.T, text []byte) (name string) {
	f, err := os.CreateTemp(p.dir, "*.pem") // for this user only
	require.NoError(t, err)
	_, err = f.Write(text)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return f.Name()
}

// serving is how our server is configured: it is who id says, and asks who its
// clients are.
func (p *papers) serving(id identity) *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{id.tls},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    p.authority.Pool(),
	}
}

// dialling is our client's. It shows its certificate to every server that asks,
// also to one that has named other authorities.
func (p *papers) dialling(id identity) *tls.Config {
	show := func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &id.tls, nil }
	return &tls.Config{RootCAs: p.authority.Pool(), GetClientCertificate: show}
}
