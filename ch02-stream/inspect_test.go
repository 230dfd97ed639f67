package stream

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTCPInfo(t *testing.T) {
	text := show(t, TCPInfo)
	assert.Contains(t, text, "kernel: before: about 0 segments sent again")
	assert.Contains(t, text, "kernel: after: 8388609 bytes acknowledged", "each byte arrives, and the SYN counts as one")
	again := regexp.MustCompile(`kernel: after: about (\d+) segments sent again`).FindStringSubmatch(text)
	require.NotNil(t, again)
	assert.NotEqual(t, "0", again[1], "what was lost had to be sent again")
}
