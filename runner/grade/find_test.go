package grade

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

// finds are the names of what is found below the folders, and of the archives.
func (c *class) finds(only *Course, one bool, dirs ...string) (names, archives []string) {
	c.t.Helper()
	found, archives, _ := c.seen(Options{Only: only, Dirs: dirs, One: one})
	for _, s := range found {
		names = append(names, s.name)
	}
	return names, archives
}

// seen are the submissions that are found, the archives, and the warnings.
func (c *class) seen(o Options) (found []submission, archives, warned []string) {
	c.t.Helper()
	o.Courses, o.Cwd = c.courses, c.dir
	o.Warn = func(text, hint string) {
		assert.NotEmpty(c.t, hint)
		warned = append(warned, text)
	}
	found, archives, err := o.find()
	require.NoError(c.t, err)
	return found, archives, warned
}

func TestFind(t *testing.T) {
	c := newClass(t)
	dir := c.hand("anna", "", "", "return 2 * n")
	only := &c.courses[0]
	names, _ := c.finds(nil, false, ".")
	assert.Equal(t, []string{"anna"}, names)
	names, _ = c.finds(nil, false, dir)
	assert.Equal(t, []string{"anna"}, names, "the submission itself")
	names, _ = c.finds(nil, false, ".", "anna", dir)
	assert.Len(t, names, 1, "each folder once")

	require.NoError(t, os.Remove(filepath.Join(dir, "go.mod")))
	assert.Nil(t, c.recognized(dir))
	assert.True(t, resembles(only, dir), "by its files, if the lab is named")
	names, _ = c.finds(only, false, dir)
	assert.Equal(t, []string{"anna"}, names)
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".lab.json"), []byte(`{"lab":"ch01-toy"}`), 0o666))
	assert.NotNil(t, c.recognized(dir))
}

// A student's folder may be a clone of the workbook, which holds the solution.
func TestFindInClone(t *testing.T) {
	c := newClass(t)
	clone := filepath.Join(c.dir, "anna", "workbook")
	own := filepath.Join(clone, "ch01-toy", "lab")
	require.NoError(t, os.MkdirAll(own, 0o777))
	for name, f := range toyFiles {
		require.NoError(t, os.WriteFile(filepath.Join(own, name), f.Data, 0o666))
	}
	only := &c.courses[0]
	o := Options{Only: only, Dirs: []string{"."}}
	found, _, _ := c.seen(o)
	require.Len(t, found, 1)
	assert.Equal(t, filepath.Join(c.dir, "anna"), found[0].path, "the workbook's own lab is nobody's work")

	c.hand("anna/workbook/labs/ch01-toy", "", "", "return 2 * n")
	c.hand("anna/workbook/docs", "", "", "return 2 * n")
	require.NoError(t, os.Remove(filepath.Join(clone, "docs", "go.mod")))
	found, _, _ = c.seen(o)
	require.Len(t, found, 1, "what has its go.mod goes before what has the names of its files")
	assert.Equal(t, filepath.Join(clone, "labs", "ch01-toy"), found[0].path)

	names, _ := c.finds(nil, true, clone)
	assert.Equal(t, []string{"workbook"}, names, "one student's, whatever else is in it")
}

// Nobody is lost, and no two have the same name.
func TestFindNames(t *testing.T) {
	c := newClass(t)
	c.hand("monday/class/anna", "", "", "return 2 * n")
	c.hand("friday/class/anna", "", "", "return 2 * n")
	names, _ := c.finds(nil, false, "monday/class", "friday/class")
	assert.Equal(t, []string{"monday/class/anna", "friday/class/anna"}, names)
	names, _ = c.finds(nil, false, "monday", "friday/class")
	assert.Equal(t, []string{"monday/class", "class/anna"}, names)

	dir := filepath.Join(c.dir, "friday", "class")
	require.NoError(t, os.Symlink(filepath.Join(dir, "anna"), filepath.Join(dir, "ben")))
	require.NoError(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	require.NoError(t, os.Symlink(dir, filepath.Join(dir, "anna", "again")))
	for _, name := range []string{"cleo.zip", "dora.TAR", "list.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o666))
	}
	for _, name := range []string{"__MACOSX", ".git"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o777))
	}
	names, archives := c.finds(nil, false, "friday/class")
	assert.Equal(t, []string{"anna", "ben"}, names, "a loop leads nowhere")
	assert.Equal(t, []string{"cleo.zip", "dora.TAR"}, archives)
	found, _, warned := c.seen(Options{Dirs: []string{dir}})
	_, err := found[1].take()
	assert.ErrorContains(t, err, "a symbolic link")
	assert.Equal(t, []string{"loop is a symbolic link that leads nowhere, and is left out"}, warned)
}

func TestFindNothing(t *testing.T) {
	c := newClass(t)
	empty := t.TempDir()
	for dir, want := range map[string]string{
		"none": "none: no such file or directory", empty: "holds no folder: there is nothing to grade", "": "the name of a folder is empty",
	} {
		o := Options{Courses: c.courses, Cwd: c.dir, Dirs: []string{dir}}
		_, _, err := o.find()
		assert.ErrorContains(t, err, want)
		assert.Contains(t, fault.Hint(err), "folder")
	}
	file := filepath.Join(empty, "anna.zip")
	require.NoError(t, os.WriteFile(file, nil, 0o666))
	o := Options{Courses: c.courses, Cwd: c.dir, Dirs: []string{file}}
	_, _, err := o.find()
	assert.ErrorContains(t, err, "not a directory")
	o.Dirs = []string{empty}
	_, _, err = o.find()
	assert.Contains(t, fault.Hint(err), "unpack each archive into a folder of its own: anna.zip")
	assert.Equal(t, "a, b, c and 2 more", few([]string{"a", "b", "c", "d", "e"}))
}

// A student's checkout is no place to look for grades: whoever wrote it could
// have left some.
func TestKeeps(t *testing.T) {
	c := newClass(t)
	dir := c.hand("anna", "", "", "return 3 * n")
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(c.dir, link))
	for _, one := range []struct {
		cwd, dir string
		keeps    bool
	}{{c.dir, ".", false}, {dir, "..", false}, {link, c.dir, false}, {c.dir, link, false}, {c.dir, "anna", true}, {c.cwd, c.dir, true}} {
		o := Options{Cwd: one.cwd, Dirs: []string{one.dir}}
		assert.Equal(t, one.keeps, o.Keeps(), "%s in %s", one.dir, one.cwd)
	}

	text := []byte("{\"key\":\"forged\",\"grade\":{}}\n")
	forged := filepath.Join(c.dir, stateFile)
	require.NoError(t, os.WriteFile(forged, text, 0o666))
	warned := ""
	r := &run{Options: Options{Cwd: c.dir, Dirs: []string{"."}, Warn: func(text, _ string) { warned = text }}}
	require.NoError(t, r.remember())
	assert.Contains(t, warned, "no grade is kept there")
	_, ok := r.state.recall("forged")
	assert.False(t, ok)
	require.NoError(t, r.state.keep("another", &Grade{}))
	require.NoError(t, r.state.close())
	after, err := os.ReadFile(forged)
	require.NoError(t, err)
	assert.Equal(t, text, after)
}
