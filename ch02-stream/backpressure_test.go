package stream

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBackpressure(t *testing.T) {
	text := show(t, Backpressure)
	assert.Regexp(t, "client: write .*: i/o timeout", text, "buffers that are full stop the writer")
	assert.Contains(t, text, "server: read 67108864 bytes, true, then EOF", "nothing is lost")
	if runtime.GOOS == "linux" {
		assert.Contains(t, text, "kernel: together all that Write took: true", "each byte is in one buffer or the other")
	}
}
