package unixdomain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTruncated(t *testing.T) {
	text := show(t, Truncated)
	assert.Contains(t, text, "2 come, MSG_CTRUNC true\n", "one more than asked for: the padding has room")
	assert.Contains(t, text, "receiver: allows 2 of 5: more descriptors than allowed: 2 at most; files: 0\n")
	assert.Contains(t, text, "no room: descriptors were lost on the way; files: 0\n")
	assert.Equal(t, 3, strings.Count(text, "pipe: has ended"))
}

// It runs alone: what other tests of this user have under way counts too.
func TestTooMany(t *testing.T) {
	text := showAlone(t, TooMany)
	assert.Contains(t, text, "sender: 254 in one message: sendmsg: invalid argument\n")
	assert.Contains(t, text, "and the next: sendmsg: too many references: cannot splice\n")
	assert.Contains(t, text, "sender: sends again, and may\n")
}
