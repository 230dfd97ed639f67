package lab

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Memory is bounded before the harness is there to see it.
func TestHungryInit(t *testing.T) {
	t.Parallel()
	r := check(t, toySource("", `var kept [][]byte

func init() {
	for {
		b := make([]byte, 1<<26)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		kept = append(kept, b)
	}
}`, "return 2 * n"))
	require.NotNil(t, r.Problem)
	assert.Contains(t, r.Problem.Text, "your code held more than 1024 MiB of memory")
}
