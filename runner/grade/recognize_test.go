package grade

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recognized is the lab that a folder is recognized to be of.
func (c *class) recognized(dir string) *Course {
	c.t.Helper()
	found, err := recognize(c.courses, dir)
	require.NoError(c.t, err)
	return found
}

// workbook is a class that is given every lab.
func workbook(t *testing.T) (c *class, ch02, ch03 *Course) {
	t.Helper()
	c = newClass(t)
	all, err := everything()
	require.NoError(t, err)
	c.courses = all
	return c, &all[2], &all[3]
}

// put writes files below the class's folder.
func (c *class) put(files map[string]string) {
	c.t.Helper()
	for name, text := range files {
		full := filepath.Join(c.dir, name)
		require.NoError(c.t, os.MkdirAll(filepath.Dir(full), 0o777))
		require.NoError(c.t, os.WriteFile(full, []byte(text), 0o666))
	}
}

// lay writes a lab's files into a folder, and its go.mod.
func (c *class) lay(name string, of *Course, files map[string][]byte) {
	c.t.Helper()
	c.put(map[string]string{name + "/go.mod": string(of.Lab.GoMod())})
	for file, text := range files {
		c.put(map[string]string{name + "/" + file: string(text)})
	}
}

// rows are what is found, as "name lab".
func (c *class) rows(o Options) (rows, warned []string) {
	c.t.Helper()
	if o.Dirs == nil {
		o.Dirs = []string{"."}
	}
	found, _, warned := c.seen(o)
	for _, s := range found {
		row := s.name
		if s.course != nil {
			row += " " + s.course.Name
		}
		rows = append(rows, row)
	}
	return rows, warned
}

func TestModule(t *testing.T) {
	const want = "sockbook/ch02-stream/lab"
	for _, text := range []string{
		"module " + want, "module  " + want + " // mine\r\n\r\ngo 1.25\r\n", "// mine\n\n\tmodule\t\"" + want + "\"", "module `" + want + "`//x\n",
	} {
		assert.Equal(t, want, module([]byte(text)), "%q", text)
	}
	for _, text := range []string{"", "module", "// module " + want, "modules " + want, "module a " + want, "require " + want} {
		assert.NotEqual(t, want, module([]byte(text)), "%q", text)
	}
}

// What lab start remembers may be left from another lab; go.mod is what the
// student compiles with.
func TestGoModIsFirst(t *testing.T) {
	c, ch02, ch03 := workbook(t)
	c.lay("anna", ch03, ch03.Lab.Skeleton())
	c.put(map[string]string{"anna/.lab.json": `{"lab":"ch02-stream"}`, "ben/go.mod": "module ben\n", "ben/.lab.json": `{"lab":"ch02-stream"}`})
	assert.Equal(t, ch03, c.recognized(filepath.Join(c.dir, "anna")))
	assert.Equal(t, ch02, c.recognized(filepath.Join(c.dir, "ben")), "if go.mod is of no lab")
	rows, _ := c.rows(Options{Only: ch02})
	assert.Equal(t, []string{"anna ch02", "ben ch02"}, rows)
	found, _, _ := c.seen(Options{Only: ch02, Dirs: []string{"."}})
	assert.Equal(t, filepath.Join(c.dir, "ben"), found[1].path)
}

// Every chapter has a client.go and a server.go: a clone of the workbook with
// no lab in it is one submission, and nothing in it is the student's.
func TestCloneIsOneSubmission(t *testing.T) {
	c, ch02, ch03 := workbook(t)
	for _, name := range []string{"ch01-bsd-api", "ch02-stream", "ch03-datagram"} {
		for _, file := range []string{"client.go", "echo.go", "frame.go", "server.go", "lab/client.go", "lab/solution.md", "lab/echo.go"} {
			c.put(map[string]string{"cleo/" + name + "/" + file: "package p\n"})
		}
	}
	for _, only := range []*Course{ch02, ch03} {
		found, _, warned := c.seen(Options{Only: only, Dirs: []string{"."}})
		require.Len(t, found, 1)
		assert.Equal(t, submission{name: "cleo", path: filepath.Join(c.dir, "cleo"), course: only}, found[0])
		assert.Empty(t, warned)
	}
	c.put(map[string]string{"cleo/a/frame.go": "", "cleo/b/frame.go": "", "cleo/b/echo.go": "", "cleo/work/frame.go": "", "cleo/work/echo.go": "", "cleo/work/client.go": ""})
	found, _, _ := c.seen(Options{Only: ch02, Dirs: []string{"cleo"}, One: true})
	require.Len(t, found, 1)
	assert.Equal(t, submission{name: "cleo", path: filepath.Join(c.dir, "cleo", "work"), course: ch02}, found[0], "the one with most of the files")
}

// A file of a lab that lies in the folder of a class swallows no student.
func TestStrayFiles(t *testing.T) {
	c, ch02, ch03 := workbook(t)
	c.lay("c6/anna", ch02, ch02.Lab.Solution())
	c.lay("c6/skeleton", ch02, ch02.Lab.Skeleton())
	class := []string{"anna ch02", "skeleton ch02"}
	for name, only := range map[string]*Course{"go.mod": nil, "frame.go": ch02} {
		c.put(map[string]string{"c6/" + name: string(ch02.Lab.GoMod())})
		rows, warned := c.rows(Options{Only: only, Dirs: []string{"c6"}})
		assert.Equal(t, class, rows, name)
		assert.Equal(t, []string{"c6 has files of ch02-stream beside its folders: the folders are graded, and those files are left out"}, warned)
		require.NoError(t, os.Remove(filepath.Join(c.dir, "c6", name)))
	}
	c.lay("c6", ch03, ch03.Lab.Skeleton())
	rows, warned := c.rows(Options{Dirs: []string{"c6"}})
	assert.Equal(t, append([]string{". ch03"}, class...), rows, "whose it is nobody knows")
	assert.Equal(t, []string{"c6 is a folder of ch03-datagram, and has others of a lab in it: all of them are graded"}, warned)
	rows, warned = c.rows(Options{Dirs: []string{"c6/anna"}})
	assert.Equal(t, []string{"anna ch02"}, rows)
	assert.Empty(t, warned)
	c.put(map[string]string{"solo/frame.go": ""})
	rows, _ = c.rows(Options{Only: ch02, Dirs: []string{"solo"}})
	assert.Equal(t, []string{"solo ch02"}, rows, "all that was handed in")
}

// Each lab of a student's is a submission, wherever it is; of folders of one lab
// within each other it is the best.
func TestEachLabIsASubmission(t *testing.T) {
	c, ch02, ch03 := workbook(t)
	c.lay("nested", ch02, ch02.Lab.Solution())
	c.lay("nested/labs/ch03-datagram", ch03, ch03.Lab.Solution())
	for _, copied := range strings.Fields("dan/copy1 dan/copy2 dan/x/copy3") {
		c.lay(copied, ch02, ch02.Lab.Solution())
	}
	c.put(map[string]string{"dan/go.mod": string(ch02.Lab.GoMod())})
	rows, warned := c.rows(Options{})
	assert.Equal(t, []string{"dan/copy1 ch02", "dan/copy2 ch02", "dan/x/copy3 ch02", "nested ch02", "nested/labs/ch03-datagram ch03"}, rows)
	assert.Equal(t, []string{"left out, for a better folder of the same lab lies in it or around it: dan", "dan has 3 folders of ch02-stream: each has a row"}, warned)
	rows, _ = c.rows(Options{Dirs: []string{"nested"}})
	assert.Equal(t, []string{". ch02", "labs ch03"}, rows)
	rows, _ = c.rows(Options{Dirs: []string{"nested"}, One: true, Only: ch03})
	assert.Equal(t, []string{"nested ch03"}, rows)
	rows, _ = c.rows(Options{Dirs: []string{"dan"}, One: true})
	assert.Len(t, rows, 3, "it may be a class, which is an error then")
	c.lay("dan", ch02, ch02.Lab.Solution())
	rows, warned = c.rows(Options{Dirs: []string{"dan"}, One: true})
	assert.Equal(t, []string{"dan ch02"}, rows, "in a student's own folder the copies do not matter")
	assert.Equal(t, []string{"left out, for a better folder of the same lab lies in it or around it: dan/copy1, dan/copy2, dan/x/copy3"}, warned)
}

// Nobody is left out without a word.
func TestLeftOut(t *testing.T) {
	c, ch02, _ := workbook(t)
	c.lay(".anna", ch02, ch02.Lab.Solution())
	c.put(map[string]string{".git/HEAD": "", ".DS_Store": "", "ben/list.txt": "", ".client/client.go": ""})
	for _, name := range []string{"dan", ".#lock"} {
		require.NoError(t, os.Symlink("nowhere", filepath.Join(c.dir, name)))
	}
	for _, only := range []*Course{nil, ch02} {
		_, warned := c.rows(Options{Only: only})
		assert.Equal(t, []string{".anna is hidden, and the lab in it is left out", "dan is a symbolic link that leads nowhere, and is left out"}, warned)
	}
}

// A lab that may not be read is another thing than none.
func TestDenied(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	c, ch02, ch03 := workbook(t)
	lock := func(name string) {
		full := filepath.Join(c.dir, name)
		require.NoError(t, os.Chmod(full, 0))
		t.Cleanup(func() { _ = os.Chmod(full, 0o700) }) // or TempDir cannot be removed
	}
	for _, name := range []string{"anna", "ben/labs/ch02-stream", "cleo"} {
		c.lay(name, ch02, ch02.Lab.Solution())
	}
	c.lay("cleo/labs/ch03-datagram", ch03, ch03.Lab.Solution())
	lock("anna/go.mod")
	lock("ben/labs/ch02-stream")
	lock("cleo/labs/ch03-datagram")
	found, _, warned := c.seen(Options{Dirs: []string{"."}})
	require.Len(t, found, 3)
	assert.Equal(t, "anna/go.mod: permission denied", found[0].problem)
	assert.Equal(t, "ben/labs/ch02-stream: permission denied", found[1].problem)
	assert.Empty(t, found[2].problem)
	assert.Equal(t, []string{"cleo/labs/ch03-datagram: permission denied; a lab that is there is left out"}, warned)
	found, _, _ = c.seen(Options{Dirs: []string{"."}, Only: ch02})
	assert.Empty(t, found[0].problem, "its Go files are known by their names")
	o := Options{Courses: c.courses, Cwd: c.dir, Dirs: []string{"anna"}}
	_, _, err := o.find()
	assert.EqualError(t, err, "anna: go.mod: permission denied")
}
