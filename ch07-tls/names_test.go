package securestream

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"sockbook/chapters/echotest"
)

func TestSNI(t *testing.T) {
	text := echotest.Show(t, SNI)
	assert.Contains(t, text, "client: TLS 1.3, certificate of blue.example\nwire: in clear: blue.example from the client, no name from the server")
	assert.Contains(t, text, "client: TLS 1.2, certificate of blue.example\nwire: in clear: blue.example from the client, blue.example from the server",
		"before TLS 1.3 the certificate crosses in clear")
	assert.Contains(t, text, "valid for red.example, not green.example", "the first certificate for a name that none covers")
	assert.Contains(t, text, `server: asked for ""`, "an address is no server name (RFC 6066 section 3)")
	assert.Contains(t, text, "wire: in clear: no name from the client", "and so it is not sent")
	assert.Equal(t, 2, strings.Count(text, "server: remote error: tls: bad certificate"), "the server learns of both refusals")
}

func TestALPN(t *testing.T) {
	text := echotest.Show(t, ALPN)
	assert.Contains(t, text, "client: offers [\"echo/1\" \"echo/2\"]\nclient: agreed on \"echo/2\"", "the server's order counts")
	assert.Contains(t, text, "client: remote error: tls: no application protocol\nwire: 15 03 03 00 02 02 78, alert 120")
	assert.True(t, strings.HasSuffix(text, "client: agreed on \"\"\nserver: agreed on \"\"\n"), "without an offer, without a protocol")
}

func TestPin(t *testing.T) {
	text := echotest.Show(t, Pin)
	assert.Equal(t, 2, strings.Count(text, "client: connected"), "the certificate may change, the key may not")
	assert.True(t, strings.HasSuffix(text, "another key\nclient: the server's key is not the pinned one\nserver: remote error: tls: bad certificate\n"))
}

func TestOverUnix(t *testing.T) {
	text := echotest.Show(t, OverUnix)
	assert.Contains(t, text, "client: without ServerName: tls: either ServerName or InsecureSkipVerify")
	assert.True(t, strings.HasSuffix(text, "client: TLS 1.3 over a unix socket\nserver: read \"hello\"\n"))
}
