package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSimultaneousOpen(t *testing.T) {
	got := show(t, SimultaneousOpen)
	assert.Contains(t, got, "kernel: left ESTABLISHED, right ESTABLISHED", "two sockets that connect to each other need no listener")
	assert.Contains(t, got, `left: read "hello, left", written by right`, "and make one connection")
	assert.Contains(t, got, `self: read "hello, self", written by self`, "a socket can connect to itself")
}
