package stream

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReusePort(t *testing.T) {
	got := show(t, ReusePort)
	assert.Contains(t, got, "bind: address already in use", "a listener without the option is refused")
	assert.Contains(t, got, "client: 100 connections, 100 served", "all listeners together serve all clients")
	if runtime.GOOS == "linux" {
		assert.NotContains(t, got, "about 0", "each listener gets some, and a closed one loses its queue")
	}
}
