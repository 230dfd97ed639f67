package securestream

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"sockbook/chapters/echotest"
)

func TestTruncation(t *testing.T) {
	text := echotest.Show(t, Truncation)
	whole, cut := truncationFirst+truncationSecond, truncationFirst
	var heard []string
	for line := range strings.Lines(text) {
		if said, ok := strings.CutPrefix(strings.TrimSpace(line), "client: "); ok {
			heard = append(heard, said)
		}
	}
	assert.Equal(t, []string{
		`read "` + whole + `"`, "then EOF",
		`read "` + cut + `"`, "then unexpected EOF",
		`read "` + cut + `"`, "then EOF", // the one that goes unnoticed
		`strict: read "` + cut + `"`, "strict: then FIN without close_notify: unexpected EOF",
		`strict: read "` + whole + `"`, "strict: then EOF",
	}, heard)
}

func TestStartTLS(t *testing.T) {
	text := echotest.Show(t, StartTLS)
	assert.Contains(t, text, `did, as asked for through TLS: "DELETE everything"`, "the careless server obeys the attacker")
	assert.Contains(t, text, `takes for the answer to LIST: "250 done: DELETE everything"`, "and the client takes the answer for its own")
	careful := text[strings.LastIndex(text, "attacker:"):]
	assert.Equal(t, "attacker: adds \"DELETE everything\\r\\n\"\nserver: careful: plain text before the handshake, 19 bytes: closed\n", careful)
}

func TestInspect(t *testing.T) {
	text := echotest.Show(t, Inspect)
	assert.Contains(t, text, "openssl: Protocol version: TLSv1.3\nopenssl: Ciphersuite: TLS_AES_256_GCM_SHA384\nopenssl: Verification: OK\nopenssl: Verified peername: localhost\n")
	assert.Contains(t, text, "openssl: verify error:num=62:hostname mismatch\nopenssl: read \"\"\n", "wrong name, no echo")
	assert.Contains(t, text, "openssl: verify error:num=20:unable to get local issuer certificate\nopenssl: read \"\"\n")
	assert.Contains(t, text, "openssl: Protocol version: TLSv1.2\nopenssl: Ciphersuite: ECDHE-ECDSA-AES128-GCM-SHA256\n", "in OpenSSL's spelling")
	assert.Equal(t, 2, strings.Count(text, `read "hello\n"`), "both versions of TLS")
	assert.Equal(t, 2, strings.Count(text, "finished, 6 bytes echoed\n"))
	assert.Equal(t, 2, strings.Count(text, "no handshake: local error: tls: bad record MAC\n"), "what a refusal by OpenSSL looks like")
}
