package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestInetd(t *testing.T) {
	got := show(t, Inetd)
	assert.Contains(t, got, `client: read to the end: "", <nil>`, "the child's end is the connection's end")
	assert.Regexp(t, `client: waits for the end: .*i/o timeout`, got, "a descriptor left open in the parent keeps the connection open")
	assert.Regexp(t, `closes the copy: <nil>\nclient: EOF`, got, "and closing it ends the connection")
	assert.Contains(t, got, "descriptor 3 is a socket", "a child finds the listener as descriptor 3")
	assert.Regexp(t, `heir: accepted 127\.0\.0\.1:\d+ from the same queue`, got, "the queue outlives the listener that was closed")
}
