package lab

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// names are the names in a folder.
func names(t *testing.T, path string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestStart(t *testing.T) {
	tr := try(t, "80")
	require.NoError(t, tr.Start(""))
	assert.Equal(t, `Twice and half, in labs/ch01-fake

  wrote  go.mod          makes the folder a module of its own
  wrote  README.md       the hand-out
  wrote  double.go       to write: Double
  wrote  double_test.go  tests
  wrote  half.go         to write: Halver.Half
  wrote  least.go        given

Write what is marked TODO in double.go and half.go. Then:

  runner ch01 lab check          what your code shows
  runner ch01 lab check --watch  the same after each save
  runner ch01 lab                the hand-out
`, filepath.ToSlash(tr.said()))
	assert.Equal(t, []string{".lab.json", "README.md", "double.go", "double_test.go", "go.mod", "half.go", "least.go"}, names(t, tr.path("")))
	assert.Contains(t, tr.read(tr.path("double.go")), `panic("TODO: Double is not written yet")`)
	assert.Equal(t, "module sockbook/ch01-fake/lab\n\ngo 1.25\n", tr.read(tr.path("go.mod")))
}

// A second start puts back what is missing and touches nothing else.
func TestStartAgain(t *testing.T) {
	tr := started(t, "80")
	tr.write(tr.path("double.go"), "mine")
	tr.write(tr.path("least.go"), "changed")
	tr.write(tr.path("notes.txt"), "notes")
	require.NoError(t, os.Remove(tr.path("half.go")))
	require.NoError(t, os.Remove(tr.path("README.md")))
	if os.Symlink("nowhere", tr.path("README.md")) != nil { // Windows gives links to administrators
		tr.write(tr.path("README.md"), "")
	}
	require.NoError(t, os.Remove(tr.path("double_test.go")))
	require.NoError(t, os.Mkdir(tr.path("double_test.go"), 0o700))
	require.NoError(t, tr.Start(""))
	said := tr.said()
	assert.Contains(t, said, "kept   double.go ")
	assert.Contains(t, said, "kept   README.md ")
	assert.Contains(t, said, "kept   double_test.go ")
	assert.Contains(t, said, "wrote  half.go ")
	assert.Contains(t, said, "Nothing that was there is changed.")
	assert.Equal(t, "mine", tr.read(tr.path("double.go")))
	assert.Equal(t, "changed", tr.read(tr.path("least.go")))
	assert.NoFileExists(t, tr.path("nowhere"), "nothing was written through the link")
	assert.Len(t, names(t, tr.path("")), 8)
}

// Without its go.mod the folder is still known by what it remembers.
func TestStartWithoutGoMod(t *testing.T) {
	tr := started(t, "80")
	require.NoError(t, os.Remove(tr.path("go.mod")))
	require.NoError(t, tr.Start(""))
	assert.Contains(t, tr.said(), "wrote  go.mod")
}

func TestStartElsewhere(t *testing.T) {
	tr := try(t, "80")
	require.NoError(t, os.MkdirAll(filepath.Join(tr.Cwd, "my lab", ".git"), 0o700))
	require.NoError(t, tr.Start("my lab"))
	assert.Contains(t, tr.said(), `  runner ch01 lab check "my lab" `, "where it would not be found")
	tr.Cwd = filepath.Join(tr.Cwd, "my lab")
	require.NoError(t, tr.Start(""))
	assert.Contains(t, tr.said(), "kept   double.go", "the folder itself, not labs in it")
}

// What cannot be is refused, with what to do, and nothing of it stays.
func TestStartRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		before      func(tr *trial)
		dir         string
		err, remedy string
	}{
		"a folder of something else": {
			func(tr *trial) { tr.write(filepath.Join(tr.Cwd, "main.c"), "") }, ".",
			". is no folder of this lab, and holds main.c already", "a folder that is empty or not there: runner ch01 lab start DIR"},
		"a file in the way": {
			func(tr *trial) { tr.write(filepath.Join(tr.Cwd, "labs"), "") }, "",
			"labs", "another folder: runner ch01 lab start DIR"},
		"a file of that name": {
			func(tr *trial) { tr.write(filepath.Join(tr.Cwd, "there"), "") }, "there",
			"nothing is written to there", "another folder: runner ch01 lab start DIR"},
		"no parent": {
			func(*trial) {}, filepath.Join("a", "b"),
			"nothing is written to " + filepath.Join("a", "b"), "the folder above it must be there: mkdir a"},
	} {
		t.Run(name, func(t *testing.T) {
			tr := try(t, "80")
			tt.before(tr)
			before := names(t, tr.Cwd)
			err := tr.Start(tt.dir)
			require.ErrorContains(t, err, tt.err)
			assert.Equal(t, tt.remedy, fault.Hint(err))
			assert.Equal(t, before, names(t, tr.Cwd))
			assert.Empty(t, tr.said())
		})
	}
}

// Where the files do not all find a place, none is left.
func TestPlacingUndone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "labs", "here")
	var p placing
	require.NoError(t, p.folder(dir, true))
	require.NoError(t, p.file(filepath.Join(dir, "one"), []byte("1")))
	require.ErrorIs(t, p.file(filepath.Join(dir, "one"), nil), fs.ErrExist)
	require.ErrorIs(t, p.file(filepath.Join(dir, "none", "two"), nil), fs.ErrNotExist)
	assert.Equal(t, []string{"one"}, names(t, dir))
	p.undo()
	_, err := os.Stat(filepath.Dir(dir))
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

func TestStartUndone(t *testing.T) {
	tr := try(t, "80")
	tr.Lab.Files = append(tr.Lab.Files, lab.File{Name: filepath.Join("none", "last.go")})
	require.ErrorContains(t, tr.Start(""), "nothing is written to")
	assert.Empty(t, names(t, tr.Cwd))
}

// Of several who make the same file at once, one does.
func TestPlacingAtOnce(t *testing.T) {
	dir := t.TempDir()
	for n := range 20 {
		var made atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := new(placing).file(filepath.Join(dir, fmt.Sprint(n)), nil); err == nil {
					made.Add(1)
				}
			})
		}
		all.Wait()
		assert.EqualValues(t, 1, made.Load())
	}
	assert.Len(t, names(t, dir), 20)
}

func TestReplaceNothing(t *testing.T) {
	dir := t.TempDir()
	_, err := replace(filepath.Join(dir, "none.go"), []byte("new"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.Empty(t, names(t, dir))
}

func TestReset(t *testing.T) {
	tr := started(t, "80")
	handed := tr.read(tr.path("double.go"))
	require.NoError(t, tr.Reset("", "double.go"))
	assert.Equal(t, filepath.FromSlash("labs/ch01-fake/double.go is as it was handed out\n"), tr.said())
	for i, old := range []string{"double.go.old", "double.go.old-2", "double.go.old-3"} {
		mine := "mine " + string(rune('0'+i))
		tr.write(tr.path("double.go"), mine)
		require.NoError(t, tr.Reset("", filepath.Join("labs", "ch01-fake", "double.go")))
		assert.Contains(t, tr.said(), "yours is "+tr.shown(tr.path(old)))
		assert.Equal(t, mine, tr.read(tr.path(old)))
		assert.Equal(t, handed, tr.read(tr.path("double.go")))
	}
	require.NoError(t, os.Remove(tr.path("go.mod")))
	require.NoError(t, tr.Reset("", "go.mod"))
	assert.Contains(t, tr.said(), "go.mod is back as it was handed out")
	assert.Len(t, names(t, tr.path("")), 10, "nothing else is left behind")
}

func TestResetRefused(t *testing.T) {
	tr := try(t, "80")
	require.ErrorContains(t, tr.Reset("", "double.go"), "the lab is not started")
	require.NoError(t, tr.Start(""))
	err := tr.Reset("", "duoble.go")
	require.ErrorContains(t, err, `the lab has no file "duoble.go"`)
	assert.True(t, fault.IsUsage(err))
	assert.Equal(t, "did you mean double.go?", fault.Hint(err))
	require.NoError(t, os.Remove(tr.path("half.go")))
	require.NoError(t, os.Mkdir(tr.path("half.go"), 0o700))
	require.ErrorContains(t, tr.Reset("", "half.go"), "is a folder")
}
