package raw

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inNetPrivate is set in a test that runs in a network namespace of its own.
const inNetPrivate = "RAW_TEST_PRIVATE"

// netPrivate runs a test in a user and network namespace of its own, where it
// is root over a network with nothing in it but lo: in a new copy of this
// program, which runs that test alone.
func netPrivate(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	netUnshared(t, []string{"-Urn"}, test)
}

// netCapable is netPrivate for a test that runs tcpdump: it has root's
// capabilities and another number. As root, tcpdump would become a user that
// the namespace does not have.
func netCapable(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	netUnshared(t, []string{"-Un", "--map-user=1000", "--map-group=1000", "--keep-caps"}, test)
}

func netUnshared(t *testing.T, how []string, test func(t *testing.T)) {
	t.Helper()
	if os.Getenv(inNetPrivate) != "" {
		test(t)
		return
	}
	try := append(slices.Clone(how), "ip", "link", "set", "lo", "up")
	if out, err := exec.Command("unshare", try...).CombinedOutput(); err != nil {
		t.Skipf("this machine makes no private network namespace: %v: %s", err, out)
	}
	t.Parallel()
	args := append(slices.Clone(how), "sh", "-c", `ip link set lo up && exec "$0" "$@"`,
		os.Args[0], "-test.run=^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$", "-test.v", "-test.timeout=30s")
	cmd := exec.CommandContext(t.Context(), "unshare", args...)
	cmd.Env = append(os.Environ(), inNetPrivate+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	if testing.Verbose() {
		t.Logf("%s", out)
	}
}
