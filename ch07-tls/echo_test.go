package securestream

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEcho(t *testing.T) {
	text := show(t, Echo)
	assert.Contains(t, text, "client: the two agreed on TLS 1.3")
	assert.Contains(t, text, "client: verified: 127.0.0.1 ← Workbook CA", "the server proved that it is the address dialled")
	assert.Contains(t, text, `client: sent "hello", got back "hello"`)
	assert.Contains(t, text, "finished, 5 bytes echoed", "and the client's close_notify was heard")
}

func TestMutual(t *testing.T) {
	text := show(t, Mutual)
	ada, eve, found := strings.Cut(text, "eve is known")
	require.True(t, found)
	inOrder(t, ada, "client: verified: 127.0.0.1 ← Workbook CA\n", `got back "hello"`,
		"server: verified: ada ← Workbook CA for clients ← Workbook CA\n", "connected, TLS 1.3, ada", "5 bytes echoed")
	inOrder(t, eve, "the first Read: remote error: tls: bad certificate", "[Alert fatal, bad_certificate(42)]",
		"server: verified: eve ← Workbook CA for clients ← Workbook CA\n", "eve is not on the list")
	assert.NotContains(t, eve, "connected", "proving who you are does not let you in")
}

// The name in the subject is no name: whoever the authority certifies may have
// put anything there.
func TestOnListReadsSAN(t *testing.T) {
	authority, err := NewAuthority("test")
	require.NoError(t, err)
	for _, c := range []struct {
		common, san string
		on          bool
	}{{"ada", "ada", true}, {"ada", "eve", false}, {"eve", "ada", true}} {
		cert, err := authority.Issue(Profile{Name: c.common, Hosts: []string{c.san}})
		require.NoError(t, err)
		assert.Equal(t, c.on, onList(cert.Leaf, "ada") == nil, "common name %s, SAN %s", c.common, c.san)
	}
}

func TestHandshake(t *testing.T) {
	text := show(t, Handshake)
	full13, rest, _ := strings.Cut(text, "TLS 1.3, resumed\n")
	resumed13, rest, _ := strings.Cut(rest, "TLS 1.2, full\n")
	full12, resumed12, _ := strings.Cut(rest, "TLS 1.2, resumed\n")
	inOrder(t, full13, "ClientHello", "ServerHello", "{EncryptedExtensions}", "{Certificate}", "{CertificateVerify}",
		"{Finished}", "client → server: {Finished}", "[application data], about 5 bytes", "after 1 of the network's round trips")
	inOrder(t, full12, "ClientHello", "ServerHello", ": Certificate", "ServerKeyExchange", "ServerHelloDone",
		"ClientKeyExchange", "client → server: [Finished]", "server → client: [Finished]", "after 2 of the network's round trips")
	inOrder(t, resumed12, "server → client: [Finished]", "client → server: [Finished]", "after 1 of the network's round trips")
	for name, resumed := range map[string]string{"1.3": resumed13, "1.2": resumed12} {
		assert.NotContains(t, resumed, "Certificate", "who resumes in TLS %s is not proved again: the ticket vouches", name)
	}
	assert.NotContains(t, full13, ": Certificate", "since TLS 1.3 nobody between sees a certificate")
}
