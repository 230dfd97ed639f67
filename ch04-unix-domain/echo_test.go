package unixdomain

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEcho(t *testing.T) {
	text := show(t, Echo)
	assert.Contains(t, text, `sent "hello, neighbour", got back "hello, neighbour"`, "what is sent comes back unchanged")
	assert.Contains(t, text, "the file is gone", "a server that ends leaves nothing")
}
