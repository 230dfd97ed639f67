package grade

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// take takes the files of a submission that hand has made, with files added.
func take(t *testing.T, added map[string]string) (*snapshot, error) {
	t.Helper()
	c := newClass(t)
	dir := c.hand("anna", "", "", "return 2 * n")
	for name, text := range added {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	return (&submission{name: "anna", path: dir, course: &c.courses[0]}).take()
}

// Of a submission its Go files are taken, and no more of them than a lab needs.
func TestTake(t *testing.T) {
	taken, err := take(t, map[string]string{
		"list.txt": "", "b.go": "b", ".hidden.go": "", "_off.go": "", "my_test.go": strings.Repeat("x", maxFile+1), "toy_test.go": "", "go.sum": "",
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"b.go", "toy.go", "toy_test.go"}, sorted(taken.files), "what a check compiles, and whether the workbook's own are changed")
	assert.Empty(t, taken.notes)

	_, err = take(t, map[string]string{"large.go": strings.Repeat("x", maxFile+1)})
	assert.EqualError(t, err, "large.go has 1048577 bytes; 1048576 are allowed")
	many := map[string]string{"toy_test.go": "", "my_test.go": ""}
	for i := range maxFiles - 1 {
		many[strings.Repeat("x", i+1)+".go"] = ""
	}
	_, err = take(t, many)
	require.NoError(t, err)
	many["y.go"] = ""
	_, err = take(t, many)
	assert.EqualError(t, err, "more than 100 Go files", "as the check says")
}

// What the instructor may not read is not held against the student silently.
func TestTakeUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	c := newClass(t)
	dir := c.hand("anna", "", "", "return 2 * n")
	locked := c.hand("ben", "", "", "return 2 * n")
	require.NoError(t, os.Chmod(filepath.Join(dir, "toy.go"), 0))
	for _, name := range []string{"my_test.go", "toy_test.go"} { // which decide nothing
		require.NoError(t, os.WriteFile(filepath.Join(c.hand("cleo", "", "", "return 2 * n"), name), nil, 0))
	}
	require.NoError(t, os.Chmod(locked, 0))
	t.Cleanup(func() { _ = os.Chmod(locked, 0o700) }) // or TempDir cannot be removed
	got := c.grade(c.options())
	assert.Equal(t, "toy.go: permission denied", got["anna"].Problem)
	assert.Equal(t, "ben: permission denied", got["ben"].Problem)
	assert.Equal(t, 2, got["cleo"].Score, "%+v", got["cleo"])
}

// Without a home directory the go command has no cache, and gets one.
func TestProvide(t *testing.T) {
	t.Setenv("GOCACHE", "off")
	for _, cache := range []string{"off", "", "/dev/null/cache"} {
		r := &run{goCache: cache, base: t.TempDir()}
		require.NoError(t, r.provide())
		assert.Equal(t, filepath.Join(r.base, "cache"), r.goCache)
		assert.DirExists(t, r.goCache)
		assert.Equal(t, r.goCache, os.Getenv("GOCACHE"))
	}
	r := &run{goCache: t.TempDir(), base: t.TempDir()}
	before := r.goCache
	require.NoError(t, r.provide())
	assert.Equal(t, before, r.goCache)
	left, err := os.ReadDir(before)
	require.NoError(t, err)
	assert.Empty(t, left)
}
