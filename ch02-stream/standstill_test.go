package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStandstill(t *testing.T) {
	shown := show(t, Standstill)
	assert.Contains(t, shown, "i/o timeout", "a client that does not read comes to a standstill")
	assert.Contains(t, shown, "64 MiB came back, equal: true", "one that reads while it writes does not")
}
