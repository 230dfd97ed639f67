package doctor

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

// What an example may do in its private namespace is not missing.
func TestFastOpen(t *testing.T) {
	if _, err := private("namespace")(t.Context()); err != nil {
		t.Skip(err)
	}
	detail, err := fastOpen(t.Context())
	require.NoError(t, err)
	want := "in a namespace"
	if s := setting("net.ipv4.tcp_fastopen"); s == "3" {
		want = "both sides"
	}
	assert.Equal(t, want, detail)
}

// Each probe that gets a namespace finds out about the machine, not about
// itself: what it lacks is a reason that names a thing.
func TestPrivateProbes(t *testing.T) {
	if _, err := private("namespace")(t.Context()); err != nil {
		t.Skip(err)
	}
	for _, e := range Probes[0].Examples {
		if _, err := private(e.Name)(t.Context()); err != nil {
			t.Logf("%s: %v", e.Name, err)
			assert.NotContains(t, err.Error(), "panic", e.Name)
		}
	}
	t.Setenv("PATH", t.TempDir())
	_, err := private("narrow")(t.Context())
	require.EqualError(t, err, "it takes the program tc, which is not here")
}

// Nothing is left of what was traced, wherever it may be.
func TestTracing(t *testing.T) {
	before := children(t)
	if _, err := tracing(t.Context()); err != nil {
		assert.NotEmpty(t, fault.Hint(err))
	}
	assert.Equal(t, before, children(t))
}

// children are this process's, the ended that nobody has waited for included.
func children(t *testing.T) string {
	t.Helper()
	tasks, err := filepath.Glob("/proc/self/task/*/children")
	require.NoError(t, err)
	var all []byte
	for _, task := range tasks {
		text, _ := os.ReadFile(task) // a thread may have ended meanwhile
		all = append(all, text...)
	}
	return string(all)
}

func TestReceiveBuffer(t *testing.T) {
	_, err := receiveBuffer(t.Context())
	if err != nil {
		assert.Contains(t, fault.Hint(err), "sysctl -w net.core.rmem_max=")
	}
}
