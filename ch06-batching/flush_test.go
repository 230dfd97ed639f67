package batching

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFlush(t *testing.T) {
	text := show(t, Flush)
	assert.Contains(t, text, "Writes below [4096], still held 2304 bytes\n")
	assert.Contains(t, text, "Flush: Writes below [4096 2304]\n")
	assert.Contains(t, text, "Writes below [4096 5968], still held 0\n")
	assert.Contains(t, text, "client: i/o timeout; 6 bytes are still mine\nserver: after Flush: \"you said hello\\n\"\n")
	// Wine makes an end of the stream out of the reset.
	assert.Regexp(t, "client: Flush: <nil>\nserver: closes; of the line it has read one byte\nclient: Read: (read tcp |EOF)", text,
		"the success of a Flush says nothing of the peer")
	assert.Regexp(t, "client: a later Flush: write tcp .*: ", text)
	assert.Contains(t, text, "with room for it: 0, the same error: true\n")
	assert.Contains(t, text, `after Reset: <nil>, "more"`)
}
