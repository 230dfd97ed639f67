package securestream

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

// keylogPrivate is set in a test that runs in a network namespace of its own.
const keylogPrivate = "SECURESTREAM_TEST_PRIVATE"

// TestKeyLog runs in a user and network namespace of its own, where it may
// capture and there is nothing else to be seen.
func TestKeyLog(t *testing.T) {
	if os.Getenv(keylogPrivate) != "" {
		text := echotest.ShowAlone(t, KeyLog)
		assert.Contains(t, text, "wire: the words in clear: false\n")
		assert.Equal(t, 4, strings.Count(text, "client: logs "), "the secrets of a TLS 1.3 connection")
		_, text, _ = strings.Cut(text, "without the key log:\n")
		without, with, _ := strings.Cut(text, "tshark: with the key log:\n")
		assert.Equal(t, "tshark:   message 1, ClientHello\ntshark:   message 2, ServerHello\n", without, "all that is in clear")
		assert.Contains(t, with, "message 15, CertificateVerify\n")
		assert.Contains(t, with, `data "`+keylogWords+`"`)
		return
	}
	require := require.New(t)
	foreign(t, "tshark", "apt-get install tshark")
	if out, err := exec.Command("unshare", "-Urn", "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		lacking(t, "this machine makes no private network namespace: "+string(out))
	}
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), "unshare", "-Urn", "sh", "-c", `ip link set lo up && exec "$0" "$@"`,
		os.Args[0], "-test.run=^TestKeyLog$", "-test.v", "-test.timeout=30s")
	cmd.Env = append(os.Environ(), keylogPrivate+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(err, "%s", out)
	require.NotContains(string(out), "--- SKIP")
}
