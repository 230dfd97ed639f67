package stream

import (
	"regexp"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReset(t *testing.T) {
	text := show(t, Reset)
	for _, line := range []string{
		"Read comes first.\nserver: closed .*\nkernel: client CLOSED\nclient: Read: read .*: connection reset by peer\nclient: Read again: EOF\nclient: Write: write .*: broken pipe",
		"Write comes first.\nserver: closed .*\nkernel: client CLOSED\nclient: Write: write .*: connection reset by peer\nclient: Write again: write .*: broken pipe\nclient: Read: EOF",
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
	parts := regexp.MustCompile(`(?m)^The .*\n`).Split(text, -1)[1:]
	require.Len(t, parts, 5, "a line says of each close who closes")
	const all, reset = "read 524288 bytes, then EOF", "connection reset by peer"
	assert.Contains(t, parts[0], "server: "+all, "close loses nothing by itself")
	assert.Contains(t, parts[1], "server: "+all, "neither does a close that waits")
	assert.Regexp(t, "server: .*"+reset, parts[2], "SetLinger(0) throws away what is unsent")
	assert.Regexp(t, "client: .*"+reset, parts[3], "bytes that the server leaves unread cost the client its answer")
	assert.NotContains(t, parts[3], "client: read about 524288", "the answer is cut short")
	assert.Contains(t, parts[4], "client: "+all, "a server that reads to EOF first costs it nothing")
	if runtime.GOOS == "linux" {
		assert.Contains(t, parts[2], "counter of resets, linger 0: TCPAbortOnData")
		assert.Contains(t, parts[3], "counter of resets, bytes unread: TCPAbortOnClose")
	}
}
