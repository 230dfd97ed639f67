//go:build unix

package unixdomain

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPassFD(t *testing.T) {
	text := show(t, PassFD)
	assert.Regexp(t, `(?s)giver: reads "line 1\\n"
giver: pid (\d+) sends its fd \d+ as "letter"
taker: pid (\d+) has "letter" as its fd \d+
taker: reads "line 2\\n"
taker: writes: bad file descriptor
giver: reads "line 3\\n"
$`, text, "one open file, of which two processes read in turn")
}
