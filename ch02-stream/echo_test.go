package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEcho(t *testing.T) {
	assert.Contains(t, show(t, Echo), `sent "hello, stream", got back "hello, stream"`, "what is sent comes back unchanged")
}
