package grade

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/chapters/lab"
)

func TestMain(m *testing.M) {
	if status, ran := Child(everything); ran {
		os.Exit(status)
	}
	goleak.VerifyTestMain(m)
}

// toys is a course with a lab of two tests, that of the lab package's tests.
func toys() ([]Course, error) {
	l, err := lab.Open(toyFiles, "sockbook/toy/lab")
	return []Course{{Name: "ch01", Dir: "ch01-toy", Lab: l}}, err
}

// everything is the toy course and those of the workbook.
func everything() ([]Course, error) {
	all, err := toys()
	if err != nil {
		return nil, err
	}
	real, err := Courses(chapters.Catalogue)
	return append(all, real...), err
}

// A class is a folder with submissions.
type class struct {
	t        testing.TB
	dir, cwd string
	courses  []Course
}

func newClass(t testing.TB) *class {
	t.Helper()
	all, err := toys()
	require.NoError(t, err)
	return &class{t, t.TempDir(), t.TempDir(), all}
}

// hand adds a submission whose Double has that body.
func (c *class) hand(name, imports, decls, double string) string {
	c.t.Helper()
	dir := filepath.Join(c.dir, name)
	require.NoError(c.t, os.MkdirAll(dir, 0o777))
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, "go.mod"), c.courses[0].Lab.GoMod(), 0o666))
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, "toy.go"), toySource(imports, decls, double), 0o666))
	return dir
}

// options grade the class with a short time limit.
func (c *class) options() Options {
	return Options{
		Courses: c.courses, Dirs: []string{c.dir}, Cwd: c.cwd, Timeout: 2 * time.Second, Jobs: 2,
		Warn: func(text, hint string) { c.t.Logf("%s; %s", text, hint) },
		Done: func(*Grade, int, int, bool) {}, Found: func(int) error { return nil },
	}
}

// grade grades the class and returns the grades by their names.
func (c *class) grade(o Options) map[string]Grade {
	c.t.Helper()
	grades, err := Run(context.Background(), o)
	require.NoError(c.t, err)
	named := make(map[string]Grade)
	for _, g := range grades {
		named[g.Submission] = g
	}
	require.Len(c.t, named, len(grades))
	return named
}

func TestRun(t *testing.T) {
	c := newClass(t)
	c.hand("right", "", "", "return 2 * n")
	c.hand("half", "", "", "return 3 * n")
	c.hand("deep/repo/labs/ch01-toy", "", "", "return 2 * n")
	c.hand("two/first", "", "", "return 2 * n")
	c.hand("two/second", "", "", "return 3 * n")
	c.hand("broken", "", "", "return nothing")
	require.NoError(t, os.Mkdir(filepath.Join(c.dir, "empty"), 0o777))
	require.NoError(t, os.Mkdir(filepath.Join(c.dir, ".git"), 0o777))
	got := c.grade(c.options())
	assert.Equal(t, []string{"broken", "deep", "empty", "half", "right", "two/first", "two/second"}, sorted(got))
	for name, points := range map[string]int{"broken": 0, "deep": 2, "empty": 0, "half": 1, "right": 2, "two/first": 2, "two/second": 1} {
		assert.Equal(t, points, got[name].Score, "%s: %+v", name, got[name])
	}
	assert.Equal(t, 2, got["broken"].Max, "what does not compile has the lab's points to lose")
	assert.Contains(t, got["broken"].Problem, "undefined: nothing")
	assert.Contains(t, got["empty"].Problem, "no folder of a lab was found")
	assert.Equal(t, lab.Failed, got["half"].Tests[0].State)
	assert.Contains(t, got["half"].Tests[0].Shows, "the result is not twice the number")
}

// A grading that was interrupted goes on with what is left, and with what has
// changed since.
func TestResume(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()) // in which nobody else grades
	c := newClass(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		c.hand(name, "", "", "return 2 * n")
	}
	ctx, interrupt := context.WithCancel(t.Context())
	o := c.options()
	o.Jobs = 1
	o.Done = func(_ *Grade, n, _ int, _ bool) {
		if n == 2 {
			interrupt()
		}
	}
	grades, err := Run(ctx, o)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, grades, 2)
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), lab.Prefix+"grade-*"))
	assert.Empty(t, left)

	c.hand("b", "", "", "return 3 * n")
	state := filepath.Join(c.cwd, stateFile)
	text, err := os.ReadFile(state)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(state, append(text, `{"key":"cut o`...), 0o600))
	before := c.again(c.options())
	assert.Equal(t, map[string]bool{"a": true, "b": false, "c": false, "d": false}, before)
	assert.Equal(t, map[string]bool{"a": true, "b": true, "c": true, "d": true}, c.again(c.options()), "all is kept, after a line that was cut off too")
	o = c.options()
	o.Timeout = 3 * time.Second
	assert.Equal(t, map[string]bool{"a": false, "b": false, "c": false, "d": false}, c.again(o), "another limit is another grading")
}

// again grades and reports which grades were kept ones.
func (c *class) again(o Options) map[string]bool {
	c.t.Helper()
	var mu sync.Mutex
	kept := make(map[string]bool)
	o.Done = func(g *Grade, _, _ int, old bool) {
		mu.Lock()
		defer mu.Unlock()
		kept[g.Submission] = old
	}
	got := c.grade(o)
	assert.Equal(c.t, 1, got["b"].Score)
	assert.Equal(c.t, 2, got["c"].Score)
	return kept
}
