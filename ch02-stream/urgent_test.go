package stream

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUrgent(t *testing.T) {
	got := show(t, Urgent)
	assert.Contains(t, got, `server: recv MSG_OOB → "!", <nil>`, "the urgent byte is received apart")
	assert.Contains(t, got, `server: read to the end → "cd"`, "and is no longer in the stream")
	if runtime.GOOS == "linux" {
		assert.Contains(t, got, `server: read to the end → "a1b"`, "of two urgent bytes the first becomes an ordinary one again")
	}
	assert.Contains(t, got, `server: read to the end → "ab!cd"`, "with SO_OOBINLINE the stream is whole")
}
