package datagram

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUnreliable(t *testing.T) {
	out := show(t, Unreliable)
	for _, mishap := range []string{" dropped", "carried twice", "overtaken by the next", "cut to ", "delayed by "} {
		assert.Contains(t, out, mishap)
	}
	assert.Contains(t, out, "network: the same seed: the same fates, true\n")
	assert.Contains(t, out, "server: the same arrivals, true\n")
	assert.Contains(t, out, "network: the next seed: the same fates, false\n")
	assert.Contains(t, out, "server: 3 came")
	t.Log(out)
}
