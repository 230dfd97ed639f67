package bsdapi

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// inPrivate is set in a test that runs in a network namespace of its own.
const inPrivate = "BSDAPI_TEST_PRIVATE"

// private runs a test in a user and network namespace of its own, where it is
// root over a network with nothing in it but lo: in a new copy of this
// program, which runs that test alone. It starts while no example runs: the
// sockets of most are such as a child inherits, and would keep open.
func private(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	if os.Getenv(inPrivate) != "" {
		test(t)
		return
	}
	if out, err := exec.Command("unshare", "-Urn", "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Skipf("this machine makes no private network namespace: %v: %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-Urn", "sh", "-c", `ip link set lo up && exec "$0" "$@"`,
		os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=30s")
	cmd.Env = append(os.Environ(), inPrivate+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	if !testing.Verbose() {
		return
	}
	t.Logf("%s", out)
}
