package unixdomain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// inOrder fails unless the text holds these parts, one after another.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		require.True(t, found, "%q must come after what precedes it in:\n%s", part, text)
		rest = after
	}
}
