package stream

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where segments cannot be lost on purpose, a reader is told so at once, and
// not half-way through a story.
func TestWhatNeedsLossSaysSoFirst(t *testing.T) {
	if mayLose(t.Context()) == nil {
		t.Skip("this machine can lose segments")
	}
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"keepalive": KeepAlive, "timeout": TimedOut, "tcpinfo": TCPInfo, "states": States, "happy-eyeballs": HappyEyeballs,
		"simultaneous-open": SimultaneousOpen, "ordered": Ordered,
	} {
		var out transcript
		err := example(t.Context(), &out)
		assert.IsType(t, missing{}, err, "%s: the lack itself, with nothing added to its text", name)
		assert.Empty(t, out.String(), "%s prints nothing before it", name)
	}
}
