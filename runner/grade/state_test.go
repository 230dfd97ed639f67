package grade

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reopen opens the state at path and returns the keys that it holds.
func reopen(t *testing.T, path string) (keys []string, damage string) {
	t.Helper()
	s, damage, err := openState(path)
	require.NoError(t, err)
	require.NoError(t, s.close())
	return sorted(s.held), damage
}

// A file cut off at any byte, as by a power failure, loses its last line and no
// other, without a word, and takes more.
func TestStateCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), stateFile)
	s, _, err := openState(path)
	require.NoError(t, err)
	require.NoError(t, s.keep("first", &Grade{Submission: "anna"}))
	first, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, s.keep("second", &Grade{Submission: "ben"}))
	require.NoError(t, s.close())
	both, err := os.ReadFile(path)
	require.NoError(t, err)
	for n := len(first); n < len(both); n++ {
		require.NoError(t, os.WriteFile(path, both[:n], 0o600))
		s, damage, err := openState(path)
		require.NoError(t, err)
		require.Empty(t, damage, n)
		require.Equal(t, []string{"first"}, sorted(s.held), n)
		require.NoError(t, s.keep("third", &Grade{}))
		require.NoError(t, s.close())
		keys, damage := reopen(t, path)
		require.Empty(t, damage, n)
		require.Equal(t, []string{"first", "third"}, keys, n)
	}
}

// Two gradings in one folder would each take what the other writes for damage.
func TestStateIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), stateFile)
	s, _, err := openState(path)
	require.NoError(t, err)
	require.NoError(t, s.keep("first", &Grade{}))
	_, _, err = openState(path)
	assert.ErrorIs(t, err, errAtWork)
	require.NoError(t, s.close())
	keys, damage := reopen(t, path)
	assert.Empty(t, damage)
	assert.Equal(t, []string{"first"}, keys)
}

// A damaged file is set aside, whole and said to be, under a name of its own,
// and its good lines are kept.
func TestStateDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), stateFile)
	for _, aside := range []string{"1", "2"} {
		text := []byte("{\"key\":\"a\",\"grade\":{}}\nnot ours\n{}\n{\"key\":\"b\",\"grade\":{}}\n")
		require.NoError(t, os.WriteFile(path, text, 0o600))
		keys, damage := reopen(t, path)
		assert.Equal(t, []string{"a", "b"}, keys)
		assert.Equal(t, stateFile+" is damaged: 2 of its lines are not as they were written; it is now "+stateFile+".damaged-"+aside, damage)
		whole, err := os.ReadFile(path + ".damaged-" + aside)
		require.NoError(t, err)
		assert.Equal(t, text, whole)
		keys, damage = reopen(t, path)
		assert.Equal(t, []string{"a", "b"}, keys)
		assert.Empty(t, damage)
	}
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Mkdir(path, 0o777))
	keys, damage := reopen(t, path)
	assert.Empty(t, keys)
	assert.Contains(t, damage, "it is no file")
}
