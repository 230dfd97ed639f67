package datagram

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAnswerDelayIsBoundedAndTheSeeds(t *testing.T) {
	a, b, other := rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(1, 2))
	differ := false
	for range 1000 {
		d := answerDelay(a)
		assert.GreaterOrEqual(t, d, 20*time.Millisecond)
		assert.Less(t, d, 120*time.Millisecond)
		assert.Equal(t, d, answerDelay(b))
		differ = differ || d != answerDelay(other)
	}
	assert.True(t, differ, "two services do not answer at the same moments")
}

func TestDiscoveryMessages(t *testing.T) {
	for _, q := range []inquiry{{id: 1, known: []string{}}, {id: 1 << 63, known: []string{"lamp", "printer"}}} {
		got, ok := parseInquiry(q.String())
		assert.True(t, ok)
		assert.Equal(t, q, got)
	}
	a := presence{id: 2, name: "speaker", port: 5004}
	got, ok := parsePresence(a.String())
	assert.True(t, ok)
	assert.Equal(t, a, got)
}

func TestDiscoveryTakesNothingElse(t *testing.T) {
	for _, text := range []string{
		"", "ask", "ask x", "ask -1", "am 1", "am 1 lamp", "am x lamp 1", "am 1 lamp 65536", "am 1 lamp 1 more", "am 1 \x1b[2J 1", "M-SEARCH * HTTP/1.1",
	} {
		_, ok := parseInquiry(text)
		assert.False(t, ok, "%q", text)
		_, ok = parsePresence(text)
		assert.False(t, ok, "%q", text)
	}
}
