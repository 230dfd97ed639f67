package chapters

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Where the system refuses a namespace, an example that only prefers one runs
// without. The test makes such a system: a user namespace that may hold none.
func TestRunExampleWithoutNamespaces(t *testing.T) {
	const inside = "SOCKBOOK_TEST_NO_NAMESPACES"
	if os.Getenv(inside) == "" {
		self, err := os.Executable()
		require.NoError(t, err)
		again := exec.CommandContext(t.Context(), self, "-test.run=^TestRunExampleWithoutNamespaces$")
		again.Env = append(os.Environ(), inside+"=1")
		again.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
		said, err := again.CombinedOutput()
		if refusal, ok := refused(err).(*Skipped); ok {
			t.Skipf("%v; %s", refusal, refusal.Hint())
		}
		require.NoError(t, err, "%s", said)
		return
	}
	require.NoError(t, os.WriteFile("/proc/sys/user/max_user_namespaces", []byte("0"), 0))
	var out bytes.Buffer
	require.NoError(t, misbehaving.RunExample(t.Context(), "prefers", &out))
	assert.Equal(t, "client: here all the same\n", out.String())

	var skipped *Skipped
	for _, name := range []string{"private", "prefers-in-vain"} {
		require.ErrorAs(t, misbehaving.RunExample(t.Context(), name, &out), &skipped)
		assert.Contains(t, skipped.Reason, "refuses a private user and network namespace", name)
		assert.Equal(t, "sudo sysctl -w user.max_user_namespaces=10000", skipped.Hint(), name)
	}
}
