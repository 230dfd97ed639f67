package keep

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSaveAndLoad(t *testing.T) {
	f := File{Path: filepath.Join(t.TempDir(), ".kept.json"), What: "the list"}
	held, err := Load[[]int](f)
	require.NoError(t, err, "a missing file holds nothing")
	assert.Empty(t, held)
	for _, list := range [][]int{{1, 2}, {3}} {
		require.NoError(t, f.Save(list))
		held, err = Load[[]int](f)
		require.NoError(t, err)
		assert.Equal(t, list, held)
	}
	entries, err := os.ReadDir(filepath.Dir(f.Path))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing else is left behind")
}

// What was understood of a damaged file before the damage is not held.
func TestDamaged(t *testing.T) {
	f := File{Path: filepath.Join(t.TempDir(), "kept.json"), What: "the list"}
	require.NoError(t, os.WriteFile(f.Path, []byte(`[1, "two"]`), 0o600))
	held, err := Load[[]int](f)
	var damaged *DamagedError
	require.ErrorAs(t, err, &damaged)
	assert.Empty(t, held)
	assert.ErrorContains(t, err, "it is now kept.json.damaged-1, and the list starts afresh")
	held, err = Load[[]int](f)
	require.NoError(t, err)
	assert.Empty(t, held)
}

// A save that fails leaves what there was, and nothing beside it.
func TestSaveFails(t *testing.T) {
	dir := t.TempDir()
	f := File{Path: filepath.Join(dir, "kept.json")}
	require.Error(t, f.Save(make(chan int)), "no JSON")
	require.NoError(t, os.MkdirAll(filepath.Join(f.Path, "full"), 0o700))
	require.Error(t, f.Save(1), "a folder is in the way")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
	require.Error(t, File{Path: filepath.Join(dir, "none", "kept.json")}.Save(1))
}
