package doctor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What an example may do in its private namespace is not missing.
func TestFastOpen(t *testing.T) {
	if _, err := private("namespace")(t.Context()); err != nil {
		t.Skip(err)
	}
	detail, err := fastOpen(t.Context())
	require.NoError(t, err)
	want := "in a namespace"
	if s := setting("net.ipv4.tcp_fastopen"); s == "3" {
		want = "both sides"
	}
	assert.Equal(t, want, detail)
}
