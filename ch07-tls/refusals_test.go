package securestream

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An outcome is what has to be in one encounter's part of a transcript.
type outcome struct{ client, wire, server string }

// Where a client refuses its server, crypto/tls says bad_certificate whatever
// was wrong; where a server refuses its client, it says more.
var refusals = map[string]struct {
	example  func(context.Context, io.Writer) error
	outcomes []outcome
}{
	"unknown-authority": {UnknownAuthority, []outcome{
		{"x509: certificate signed by unknown authority", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"the first Read: remote error: tls: unknown certificate authority", "server → client: [Alert fatal, unknown_ca(48)]", "x509: certificate signed by unknown authority"},
	}},
	"wrong-name": {WrongName, []outcome{
		{"x509: certificate is valid for mail.test, not shop.test", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"x509: certificate relies on legacy Common Name field", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"doesn't contain any IP SANs", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
	}},
	"expired": {Expired, []outcome{
		{"current time 2020-01-01T12:00:00Z is after 2020-01-01T11:00:00Z", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"the first Read: remote error: tls: expired certificate", "server → client: [Alert fatal, certificate_expired(45)]", "12:00:00Z is after 2020-01-01T11:00:00Z"},
	}},
	"not-yet-valid": {NotYetValid, []outcome{
		{"current time 2020-01-01T12:00:00Z is before 2020-01-01T13:00:00Z", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"the first Read: remote error: tls: expired certificate", "server → client: [Alert fatal, certificate_expired(45)]", "12:00:00Z is before 2020-01-01T13:00:00Z"},
	}},
	"missing-client-certificate": {MissingClientCertificate, []outcome{
		{"the first Read: remote error: tls: certificate required", "server → client: [Alert fatal, certificate_required(116)]", "tls: client didn't provide a certificate"},
		{"echo client: remote error: tls: handshake failure", "server → client: Alert fatal, handshake_failure(40)", "tls: client didn't provide a certificate"},
		{"the first Read: remote error: tls: certificate required", "server → client: [Alert fatal, certificate_required(116)]", "tls: client didn't provide a certificate"},
	}},
	"wrong-usage": {WrongUsage, []outcome{
		{"x509: certificate specifies an incompatible key usage", "client → server: {Alert fatal, bad_certificate(42)}", "remote error: tls: bad certificate"},
		{"the first Read: remote error: tls: bad certificate", "server → client: [Alert fatal, bad_certificate(42)]", "x509: certificate specifies an incompatible key usage"},
	}},
	"version-too-low": {VersionTooLow, []outcome{
		{"remote error: tls: protocol version not supported", "server → client: Alert fatal, protocol_version(70)", "client offered only unsupported versions: [302 301]"},
		{"remote error: tls: protocol version not supported", "server → client: Alert fatal, protocol_version(70)", "client offered only unsupported versions: [304]"},
	}},
	"plain-text": {PlainText, []outcome{
		{"sent GET; 0 bytes came, then the end: <nil>", `client → server: not TLS: "GET / HTTP/1.1\r\n\r\n"`, "first record does not look like a TLS handshake"},
		{"tls: first record does not look like a TLS handshake", `server → client: not TLS: "HTTP/1.1 400 Bad Request\r\n"`, `the request began "\x16\x03\x01"`},
		{"unexpected handshake message of type *tls.clientHelloMsg", "client → server: Alert fatal, unexpected_message(10)", "none the wiser"},
	}},
}

// Each refusal is told from both ends and from between them, and a client that
// is refused, or refuses, is never echoed to.
func TestRefusals(t *testing.T) {
	for name, r := range refusals {
		t.Run(name, func(t *testing.T) {
			text := show(t, r.example)
			scenes := scenesOf(text)
			require.Len(t, scenes, len(r.outcomes), "encounters in:\n%s", text)
			for i, want := range r.outcomes {
				assert.Contains(t, scenes[i]["client"], want.client, "what the client is told")
				assert.Contains(t, scenes[i]["wire"], want.wire, "what is on the wire")
				assert.Contains(t, scenes[i]["server"], want.server, "what the server logs")
				assert.NotContains(t, scenes[i]["server"], "connected", "a refused client never reaches the echo loop")
				assert.NotContains(t, scenes[i]["server"], "bytes echoed", "nor does a byte of it")
			}
		})
	}
}

// scenesOf cuts a transcript at its titles, and each scene by party.
func scenesOf(text string) (scenes []map[string]string) {
	for line := range strings.Lines(text) {
		party, rest, _ := strings.Cut(line, ":")
		if party != "client" && party != "wire" && party != "server" {
			scenes = append(scenes, map[string]string{})
			continue
		}
		scenes[len(scenes)-1][party] += rest
	}
	return scenes
}

// A TLS 1.3 client without a certificate believes that it is connected, and
// its handshake is complete, before it is told; the server says so only after
// it.
func TestRefusedLate(t *testing.T) {
	text := show(t, MissingClientCertificate)
	tls13, rest, _ := strings.Cut(text, "TLS 1.2, the same\n")
	inOrder(t, tls13, "DialTLS returned, no error", "the first Read:")
	inOrder(t, tls13, "client → server: {Finished}", "server → client: [Alert")
	tls12, _, _ := strings.Cut(rest, "TLS 1.3")
	assert.NotContains(t, tls12, "DialTLS returned", "a TLS 1.2 client hears of it in its handshake")
	assert.NotContains(t, tls12, "server → client: [Finished]")
}

// inOrder fails unless the parts are there, one behind the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, rest, found := strings.Cut(text, part)
		require.True(t, found, "%q is to follow in:\n%s", part, text)
		text = rest
	}
}

// What a refused client writes all the same is echoed to nobody: the server
// has closed, and every try ends in the alert or in a broken connection.
func TestRefusedWriter(t *testing.T) {
	p, err := newParties()
	require.NoError(t, err)
	require.NoError(t, nothingToShow13(p))
	p.talk = func(ctx context.Context, out io.Writer, client *Client) error {
		reply, err := client.Echo(ctx, []byte("hello"))
		fmt.Fprintf(out, "%q %v", reply, err)
		return client.NetConn().Close()
	}
	var out strings.Builder
	_, logged, err := p.meet(t.Context(), &out)
	require.NoError(t, err)
	assert.Contains(t, out.String(), `"" echo client: 0 of 5 bytes came back`)
	assert.NotContains(t, string(logged), "echoed")
}
