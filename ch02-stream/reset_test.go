package stream

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReset(t *testing.T) {
	text := show(t, Reset)
	for _, line := range []string{
		"client: Read: read .*: connection reset by peer\nclient: Read again: EOF\nclient: Write: write .*: broken pipe",
		"client: Write: write .*: connection reset by peer\nclient: Write again: write .*: broken pipe\nclient: Read: EOF",
	} {
		assert.Regexp(t, line, text, "the reset is told once, to whichever call is first")
	}
}

func TestBrokenPipe(t *testing.T) {
	text := show(t, BrokenPipe)
	assert.Contains(t, text, "client: Write: 8 bytes, no error", "the first write to a peer that is gone succeeds")
	assert.Regexp(t, "Write again: write .*: broken pipe", text, "the second one fails")
	assert.Contains(t, text, "signal SIGPIPE", "and the kernel sends the signal too")
}

func TestLinger(t *testing.T) {
	text := show(t, Linger)
	assert.Contains(t, text, "server: default: read 524288 bytes, then EOF", "close loses nothing by itself")
	assert.Regexp(t, `server: SetLinger\(0\): .*connection reset by peer`, text)
	assert.Regexp(t, "client: bytes unread: .*connection reset by peer", text, "bytes that the server leaves unread cost the client its answer")
	assert.Contains(t, text, "client: drained: read 524288 bytes, then EOF", "a server that reads to EOF first costs it nothing")
	require.NotContains(t, text, "client: bytes unread: read about 524288", "the answer is cut short")
}
