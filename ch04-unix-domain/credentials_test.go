//go:build linux || darwin

package unixdomain

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCredentials(t *testing.T) {
	text := show(t, Credentials)
	pids := regexp.MustCompile(`pid (\d+)`).FindAllStringSubmatch(text, -1)
	require.GreaterOrEqual(t, len(pids), 3, text)
	for _, pid := range pids {
		assert.Equal(t, pids[0][1], pid[1], "the kernel names the client and nobody else")
	}
	assert.Contains(t, text, "user the same as mine")
	assert.Contains(t, text, "server: for one other user only; refused: peer is another user\n")
	assert.Contains(t, text, "then reads: EOF\n")
}
