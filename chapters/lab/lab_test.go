package lab

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "4") // a check mostly waits
	goleak.VerifyTestMain(m)
}

func toy(t *testing.T) *Lab {
	t.Helper()
	l, err := Open(os.DirFS("testdata/toy"), "sockbook/toy/lab")
	require.NoError(t, err)
	return l
}

func TestOpen(t *testing.T) {
	l := toy(t)
	assert.Equal(t, "A toy", l.Title)
	assert.Equal(t, "toy", l.Package)
	roles := make(map[string]Role)
	for _, f := range l.Files {
		roles[f.Name] = f.Role
	}
	assert.Equal(t, map[string]Role{"toy.go": Student, "given.go": Given, "toy_test.go": Testing, "README.md": Handout}, roles)
	assert.Equal(t, []Test{
		{"TestDouble", "asks for twice the number.", []string{"What is twice one?", "There is an operator.\n\nIt has a paragraph of its own.", "`2 * n`."}},
		{"TestShout", "asks for capitals.", []string{"One.", "Two.", "Three."}},
	}, l.Tests)
	assert.Equal(t, []Notice{{"Double", "toy.go", "No branch."}, {"Shouter.Shout", "toy.go", "The error comes first."}}, l.Notices)
	assert.Equal(t, "You can double.", l.Section("When every test passes"))
	assert.Equal(t, []string{"Double", "Shouter.Shout"}, l.Students()[0].Missing)
	wrong, err := l.Wrongs(os.DirFS("testdata/toy"))
	require.NoError(t, err)
	require.Len(t, wrong, 1)
	assert.Equal(t, "Takes three for two.", wrong[0].Belief)
}

func TestCut(t *testing.T) {
	const want = `// Package toy is a lab for the tests of the machinery.
package toy

import (
	"errors"
)

// ErrEmpty is given.
var ErrEmpty = errors.New("empty")

// Double returns twice n.
func Double(n int) int {
	// TODO: multiply n
	panic("TODO: Double is not written yet")
}

// A Shouter answers in capitals.
type Shouter struct {
	// TODO: what a Shouter remembers
}

// Shout returns s in capitals.
func (sh *Shouter) Shout(s string) (string, error) {
	if s == "" {
		return "", ErrEmpty
	}
	// TODO:
	panic("TODO: Shouter.Shout is not written yet")
}
`
	assert.Equal(t, want, string(toy(t).Students()[0].Skeleton))
}

func TestCutRefuses(t *testing.T) {
	for source, says := range map[string]string{
		"package p\n// BEGIN SOLUTION\n":                       "line 2: a region that does not end",
		"package p\n// END SOLUTION\n":                         "line 2: a region ends that has not begun",
		"package p\n// BEGIN SOLUTION\n// BEGIN SOLUTION: x\n": "line 3: a region begins inside the one of line 2",
		"pakage p": "expected 'package'",
	} {
		_, _, err := Cut([]byte(source))
		assert.ErrorContains(t, err, says)
	}
	const lone = "package p\n\nimport \"io\"\n\nfunc f() error {\n\t// BEGIN SOLUTION\n\treturn io.EOF\n\t// END SOLUTION\n}\n"
	skeleton, _, err := Cut([]byte(lone))
	require.NoError(t, err)
	assert.NotContains(t, string(skeleton), "import", "an import of its own goes whole")
}

func TestOpenRefuses(t *testing.T) {
	for file, c := range map[string]struct{ text, says string }{
		"hints.md":     {"## TestDouble\n\n1. a\n2. b\n\n## TestShout\n\n1. a\n2. b\n3. c\n", "hints.md has 2 hints for TestDouble; write 3"},
		"solution.md":  {"## Double\n\nx\n\n## Gone\n\ny\n", "solution.md says nothing of Shouter.Shout"},
		"README.md":    {"\nno title\n", "there is no README.md with a title"},
		"toy.go":       {"package toy\n", "no file has a region to write"},
		"toy_test.go":  {"package toy\n", "write package toy_test"},
		"main_test.go": {"package toy_test\n\nimport \"testing\"\n\nfunc TestMain(m *testing.M) {}\n", "TestMain is the check's own"},
	} {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/toy")))
		require.NoError(t, os.WriteFile(dir+"/"+file, []byte(c.text), 0o666))
		_, err := Open(os.DirFS(dir), "sockbook/toy/lab")
		assert.ErrorContains(t, err, c.says, file)
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/toy")))
	require.NoError(t, os.WriteFile(dir+"/more_test.go", []byte("package toy_test\n\nimport \"testing\"\n\nfunc TestMore(t *testing.T) {}\n"), 0o666))
	_, err := Open(os.DirFS(dir), "sockbook/toy/lab")
	assert.ErrorContains(t, err, "TestMore has no comment that says what it asks")
	_, err = Open(os.DirFS(t.TempDir()+"/none"), "sockbook/toy/lab")
	assert.ErrorIs(t, err, os.ErrNotExist)
}
