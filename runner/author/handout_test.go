package author

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What a hand-out shows of a check is what the check says of that wrong answer.
func TestHandouts(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("transcripts are compared on Linux")
	}
	dir, err := os.Getwd()
	require.NoError(t, err)
	root, err := chapters.Root(dir)
	require.NoError(t, err)
	for _, c := range chapters.Catalogue {
		t.Run(c.Dir, func(t *testing.T) {
			t.Parallel()
			u, err := syncLab(t.Context(), root, &c)
			require.NoError(t, err)
			for _, change := range u.Changes {
				t.Errorf("%s:%d: %s\n%s\nfix: go run ./runner sync", u.Lesson, change.Line, change.What, change.Diff)
			}
		})
	}
}
