package unixdomain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIsolation(t *testing.T) {
	text := show(t, Isolation)
	same, other, found := strings.Cut(text, "The client runs in a network namespace of its own.\n")
	require.True(t, found, text)
	for _, way := range []string{"loopback", "the abstract name", "the path", "the server's TCP connection, received as a descriptor"} {
		assert.Contains(t, same, "client: over "+way+": hello\n")
	}
	assert.Equal(t, `client: over loopback: connect: connection refused
client: over the abstract name: connect: connection refused
client: over the path: hello
client: over the server's TCP connection, received as a descriptor: hello
`, other)
}
