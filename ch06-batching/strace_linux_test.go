package batching

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// underStrace is set in the copy of this program that strace watches.
const underStrace = "BATCHING_TEST_STRACE"

// What the wrappers count is what strace sees.
func TestCountsAgreeWithStrace(t *testing.T) {
	if os.Getenv(underStrace) != "" {
		countEchoes(t)
		return
	}
	if out, err := exec.Command("strace", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace: %v: %s; apt-get install strace", err, out)
	}
	t.Parallel()
	file := filepath.Join(t.TempDir(), "calls")
	cmd := exec.CommandContext(t.Context(), "strace", "-f", "-qq", "-o", file, "-e", "trace=recvmmsg,sendmmsg,recvmsg,sendmsg",
		os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=30s")
	cmd.Env = append(os.Environ(), underStrace+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	seen, err := os.ReadFile(file)
	require.NoError(t, err)
	// A call that was interrupted in the log has its name and "(" once only.
	var n []any
	for _, call := range []string{" recvmmsg(", " sendmmsg(", " recvmsg(", " sendmsg("} {
		n = append(n, bytes.Count(seen, []byte(call)))
	}
	assert.Contains(t, string(out), fmt.Sprintf("recvmmsg %d sendmmsg %d recvmsg %d sendmsg %d\n", n...))
}

// countEchoes prints what two servers and their clients have counted, and the
// call of each kind that each of the four has probed with.
func countEchoes(t *testing.T) {
	batched, plain := Counts{Receives: 4, Sends: 4}, Counts{}
	for _, isPlain := range []bool{false, true} {
		server, client := serving(t, isPlain)
		_, err := client.EchoAll(t.Context(), distinct(500, 100))
		require.NoError(t, err)
		require.NoError(t, server.Close())
		into := &batched
		if isPlain {
			into = &plain
		}
		into.Receives += server.Counts().Receives
		into.Sends += server.Counts().Sends
		batched.Receives += client.Counts().Receives
		batched.Sends += client.Counts().Sends
	}
	fmt.Printf("recvmmsg %d sendmmsg %d recvmsg %d sendmsg %d\n", batched.Receives, batched.Sends, plain.Receives, plain.Sends)
}
