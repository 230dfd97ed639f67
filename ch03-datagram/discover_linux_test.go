package datagram

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A group is asked in a network of the test's own, never on the machine's.
func TestDiscover(t *testing.T) { netPrivate(t, discovers) }

func discovers(t *testing.T) {
	out := showAlone(t, Discover)
	assert.Regexp(t, `asker: to 239\.1\.2\.3:\d+, copies 2: "ask 1"
asker: found lamp at 127\.0\.0\.1 port 5683, after \S+
asker: found printer at 127\.0\.0\.1 port 631, after \S+
asker: found speaker at 127\.0\.0\.1 port 5004, after \S+
asker: to 239\.1\.2\.3:\d+, copies 1: "ask 2 lamp printer"
asker: found speaker at 127\.0\.0\.1 port 5004, after \S+
`, out)
	for _, silent := range []string{"lamp", "printer"} {
		assert.Regexp(t, silent+`: answers 1, after \S+; left out: repeated 1, known 1\n`, out)
	}
	assert.Regexp(t, `speaker: answers 2, after \S+ and \S+; left out: repeated 1, known 0\n`, out)
}
