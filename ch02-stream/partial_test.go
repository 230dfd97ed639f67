package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPartial(t *testing.T) {
	shown := show(t, Partial)
	assert.Contains(t, shown, `= 11, <nil>: "onetwothree"`, "three writes are one read")
	assert.Contains(t, shown, "\"onet\"\nserver: Read(buffer of 4) = 4, <nil>: \"woth\"", "one write is several reads")
	assert.Contains(t, shown, "i/o timeout", "a write that is not taken whole says so")
	assert.Contains(t, shown, "the same number: true", "its count is what the other end gets")
}

func TestOrdered(t *testing.T) {
	shown := show(t, Ordered)
	assert.Contains(t, shown, "none missing, none twice, all in order")
	assert.Regexp(t, `about [1-9]\d* of the segments were sent again`, shown, "segments were lost, or nothing is shown")
}
