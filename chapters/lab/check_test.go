package lab

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toySource is a toy.go with a body for Double and declarations of the test's
// own around it.
func toySource(imports, decls, double string) map[string][]byte {
	return map[string][]byte{"toy.go": []byte(`package toy

import (
	"errors"
	"strings"
	` + imports + `
)

var ErrEmpty = errors.New("empty")

` + decls + `

func Double(n int) int {
	` + double + `
}

type Shouter struct{}

func (Shouter) Shout(s string) (string, error) { return strings.ToUpper(s), nil }
`)}
}

func check(t *testing.T, sources map[string][]byte) *Report {
	t.Helper()
	return checkWithin(t, DefaultTimeout, sources)
}

func checkWithin(t *testing.T, limit time.Duration, sources map[string][]byte) *Report {
	t.Helper()
	r, err := toy(t).CheckSources(t.Context(), sources, CheckOptions{Timeout: limit})
	require.NoError(t, err)
	return r
}

func TestCheckSolution(t *testing.T) {
	t.Parallel()
	r := check(t, toy(t).Solution())
	require.Nil(t, r.Problem)
	assert.Equal(t, 2, r.Passed())
	assert.Empty(t, r.Notes)
}

func TestCheckSkeleton(t *testing.T) {
	t.Parallel()
	r := check(t, toy(t).Skeleton())
	require.Nil(t, r.Problem)
	for i, shows := range []string{"Double is not written yet", "Shouter.Shout is not written yet"} {
		assert.Equal(t, Unwritten, r.Results[i].State)
		assert.Equal(t, shows, r.Results[i].Shows)
	}
}

func TestCheckFailure(t *testing.T) {
	t.Parallel()
	var order []string
	sources := map[string][]byte{"toy.go": []byte("package toy\n\nfunc Double(n int) int { return 3 * n }\n\ntype Shouter struct{}\n\nfunc (Shouter) Shout(s string) (string, error) { return s, nil }\n")}
	r, err := toy(t).CheckSources(t.Context(), sources, CheckOptions{Done: func(r Result) { order = append(order, r.Test) }})
	require.NoError(t, err)
	require.Nil(t, r.Problem)
	assert.Equal(t, []string{"TestDouble", "TestShout"}, order)
	double, shout := r.Results[0], r.Results[1]
	assert.Equal(t, Failed, double.State)
	assert.Equal(t, "the result is not twice the number", double.Shows)
	assert.Equal(t, []Detail{{"input", "21"}, {"got", "63"}, {"want", "42"}}, double.Details)
	assert.Equal(t, "small letters came back", shout.Shows, "the first of two failures")
	assert.Equal(t, []Detail{{"input", `"so"`}, {"got", `"so"`}}, shout.Details)
}

func TestCheckCompile(t *testing.T) {
	t.Parallel()
	r := check(t, toySource("", "", "return 2 * m"))
	require.NotNil(t, r.Problem)
	assert.Equal(t, Compile, r.Problem.Kind)
	assert.Equal(t, []Diagnostic{{Place{File: "toy.go", Line: 14, Column: 13}, "undefined: m"}}, r.Problem.Errors)

	for name, c := range map[string]struct {
		source     string
		line       int
		says, hint string
	}{
		"not Go":       {"To whom it may concern,\n", 1, "expected 'package'", ""},
		"binary":       {"\x7fELF\x00\x01", 1, "illegal character", ""},
		"half written": {"package toy\n\nfunc Double(n int) int {\n", 4, "unexpected EOF", ""},
		"a module":     {"package toy\n\nimport _ \"example.com/double\"\n", 3, "no required module provides package example.com/double", "the lab needs nothing beside the standard library"},
	} {
		r := check(t, map[string][]byte{"toy.go": []byte(c.source)})
		require.NotNil(t, r.Problem, name)
		require.NotEmpty(t, r.Problem.Errors, "%s: %+v", name, r.Problem)
		d := r.Problem.Errors[0]
		assert.Equal(t, "toy.go", d.File, name)
		assert.Equal(t, c.line, d.Line, name)
		assert.Contains(t, d.Text, c.says, name)
		assert.Equal(t, c.hint, r.Problem.Hint, name)
	}
}

func TestCheckOtherProblems(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		says   string
		detail string
	}{
		"other package":     {"package main\n", "cannot compile your folder", "found packages"},
		"lines elsewhere":   {"package toy\n\n//line elsewhere.go:7\nvar x = y\n", "your code does not compile, and the compiler names files that are none of yours", ""},
		"function missing":  {"package toy\n", "your code compiles, and the tests cannot use it", ""},
		"signature changed": {"package toy\n\nfunc Double(n string) int { return 1 }\n", "your code compiles, and the tests cannot use it", ""},
	} {
		r := check(t, map[string][]byte{"toy.go": []byte(c.source)})
		require.NotNil(t, r.Problem, name)
		assert.Equal(t, Compile, r.Problem.Kind, name)
		assert.Contains(t, r.Problem.Text, c.says, name)
		assert.Contains(t, r.Problem.Detail, c.detail, name)
		assert.NotContains(t, r.Problem.Detail, os.TempDir(), name)
	}
}

// A check reads the student's files and its own tests, whatever became of the
// tests in the folder.
func TestCheckFolder(t *testing.T) {
	t.Parallel()
	l := toy(t)
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	problem := func() *Problem {
		t.Helper()
		r, err := l.Check(t.Context(), dir, CheckOptions{})
		require.NoError(t, err)
		require.NotNil(t, r.Problem)
		return r.Problem
	}
	assert.Equal(t, "toy.go is not there", problem().Text)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "toy.go"), 0o777))
	assert.Equal(t, "toy.go is no regular file", problem().Text)
	require.NoError(t, os.Remove(filepath.Join(dir, "toy.go")))
	write("toy.go", strings.Repeat("// long\n", maxSource/8+1))
	assert.Contains(t, problem().Text, "toy.go has 1048584 bytes")

	write("toy.go", "//go:build ignore\n\npackage toy\n")
	assert.Equal(t, "toy.go is left out by its build constraint", problem().Text)
	write("toy.go", "package toy\n\nimport \"C\"\n")
	assert.Equal(t, `toy.go imports "C", and a check compiles Go alone`, problem().Text)

	write("toy.go", string(l.Students()[0].Solution))
	write("extra.go", "package toy\n\nfunc unused() {}\n")
	write("extra_test.go", "not even Go")
	write("toy_test.go", "package toy_test\n\nimport \"testing\"\n\nfunc TestDouble(*testing.T) {}\n")
	write("given.go", "package toy\n\nconst Answer = 1\n")
	if runtime.GOOS != "windows" { // where no name can hold it
		write("a\nb.go", "package toy\n")
		assert.Equal(t, `"a\nb.go" is no name for a file`, problem().Text)
		require.NoError(t, os.Remove(filepath.Join(dir, "a\nb.go")))
	}
	r, err := l.Check(t.Context(), dir, CheckOptions{})
	require.NoError(t, err)
	require.Nil(t, r.Problem)
	assert.Equal(t, 2, r.Passed())
	require.Len(t, r.Notes, 1)
	assert.Contains(t, r.Notes[0], "given.go, toy_test.go is not as it was handed out")
}

func TestCheckWithoutGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	r := check(t, toy(t).Solution())
	require.NotNil(t, r.Problem)
	assert.Equal(t, Toolchain, r.Problem.Kind)
	assert.Contains(t, r.Problem.Hint, "https://go.dev/dl/")
}

// An account without a home, and an environment that points elsewhere.
func TestCheckEnvironment(t *testing.T) {
	for name, value := range map[string]string{"GOFLAGS": "-mod=vendor -race", "GOOS": "plan9", "GOPROXY": "https://127.0.0.1:1", "GO111MODULE": "off"} {
		t.Setenv(name, value)
	}
	if runtime.GOOS == "linux" {
		cache, err := os.UserCacheDir()
		require.NoError(t, err)
		t.Setenv("GOCACHE", filepath.Join(cache, "go-build"))
		t.Setenv("HOME", "/nonexistent")
	}
	r := check(t, toy(t).Solution())
	require.Nil(t, r.Problem, "%+v", r.Problem)
	assert.Equal(t, 2, r.Passed())
}

func TestCheckFull(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows finds its temporary folder by another variable")
	}
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	r := check(t, toy(t).Solution())
	require.NotNil(t, r.Problem)
	assert.Equal(t, Machine, r.Problem.Kind)
}

func TestCheckCancelled(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(500*time.Millisecond, func() { cancel(stop) })
	_, err := toy(t).CheckSources(ctx, toySource("", "", "select {}"), CheckOptions{})
	assert.ErrorIs(t, err, stop)
}
