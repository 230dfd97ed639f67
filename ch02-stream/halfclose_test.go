package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHalfClose(t *testing.T) {
	text := show(t, HalfClose)
	assert.Contains(t, text, `server: read "pear apple fig", then EOF`, "the server learns that this was all")
	assert.Contains(t, text, `client: read "apple fig pear", then EOF`, "the answer comes the other way, after the half-close")
	assert.NotContains(t, text, "plum", "what is written after CloseWrite goes nowhere")
}
