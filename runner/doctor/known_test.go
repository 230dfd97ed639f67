package doctor

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters"
)

// words are what a check's by may have behind a chapter beside its examples.
var words = []string{"dial", "lesson", "peers", "serve", "tests"}

// Whoever a check is said to be for exists, and so is every example that gets
// a network of its own.
func TestUsers(t *testing.T) {
	c, _ := console(nil)
	for _, check := range all(c) {
		for user := range strings.SplitSeq(check.by, "; ") {
			name, list, _ := strings.Cut(user, " ")
			if user == "" || user == "trace" || user == "wire" {
				continue
			}
			chapter, err := chapters.Find(chapters.Catalogue, name)
			if !assert.NoError(t, err, check.name) || list == "" {
				continue
			}
			for example := range strings.SplitSeq(list, ", ") {
				if example == "peers" {
					assert.DirExists(t, filepath.Join("..", "..", chapter.Dir, "peers"), check.name)
				}
				if !slices.Contains(words, example) {
					assert.NotNil(t, chapter.Example(example), "%s: %s has no example %s", check.name, name, example)
				}
			}
		}
	}
}

// source is what the chapters, and what runs them, say in Go.
func source(t *testing.T, see func(path string, n ast.Node)) {
	t.Helper()
	root := filepath.Join("..", "..")
	dirs, err := filepath.Glob(filepath.Join(root, "ch0*-*"))
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	for _, dir := range append(dirs, filepath.Join(root, "chapters"), filepath.Join(root, "runner", "grade")) {
		err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
			if err == nil && e.IsDir() && e.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				see(path, n)
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
}

// literal is the string that an expression is, "" if it is none.
func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value) // the parser has taken it for one
		return s
	}
	return ""
}

// started is the program that a call of package exec starts or looks for, ""
// if its name is not written there.
func started(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return ""
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if x, ok := f.X.(*ast.Ident); !ok || x.Name != "exec" {
		return ""
	}
	switch f.Sel.Name {
	case "LookPath", "Command":
		return literal(call.Args[0])
	case "CommandContext":
		return literal(call.Args[1])
	}
	return ""
}

// everywhere are programs that no system of their kind lacks.
var everywhere = []string{"cat", "env", "go", "sh", "sleep", "true"}

// What the chapters, their tests and the runner start is in the table.
func TestKnowsEveryProgram(t *testing.T) {
	known := slices.Clone(everywhere)
	for _, p := range table {
		known = append(known, p.name)
		for _, args := range p.runs {
			known = append(known, strings.Fields(strings.Join(args, " "))...)
		}
	}
	seen := 0
	source(t, func(path string, n ast.Node) {
		name := started(n)
		if name == "" || strings.HasPrefix(name, "no-such") || strings.Contains(name, "/") {
			return
		}
		seen++
		assert.Contains(t, known, name, "%s starts it", path)
	})
	assert.Greater(t, seen, 20, "the chapters start programs")
}

var (
	named     = regexp.MustCompile(`\b(?:takes|by) the program ([a-z][\w.-]*)(?:,|$)`)
	installed = regexp.MustCompile(`apt-get install ((?:[a-z0-9][a-z0-9+.-]+ ?)+)`)
	sysctl    = regexp.MustCompile(`\bsysctl (?:-w )?((?:net|user|kernel)\.[\w.]+)`)
)

// What a chapter's error names as missing, the doctor finds out: the program,
// its package, the kernel's setting.
func TestKnowsEveryRemedy(t *testing.T) {
	var programs, packages []string
	for _, p := range table {
		programs = append(programs, p.name)
		packages = append(packages, strings.Fields(p.where.apt)...)
	}
	ours := text(t, "*.go", "../../chapters/private_linux.go", "../../chapters/trace_linux.go")
	seen := map[*regexp.Regexp]int{}
	source(t, func(path string, n ast.Node) {
		e, ok := n.(ast.Expr)
		if !ok {
			return
		}
		said := literal(e)
		for _, m := range named.FindAllStringSubmatch(said, -1) {
			seen[named]++
			assert.Contains(t, programs, m[1], "%s: %q", path, said)
		}
		for _, m := range installed.FindAllStringSubmatch(said, -1) {
			seen[installed]++
			for _, name := range strings.Fields(m[1]) {
				assert.Contains(t, packages, name, "%s: %q", path, said)
			}
		}
		for _, m := range sysctl.FindAllStringSubmatch(said, -1) {
			seen[sysctl]++
			assert.Contains(t, ours, m[1], "%s: %q", path, said)
		}
	})
	for _, of := range []*regexp.Regexp{named, installed, sysctl} {
		assert.Greater(t, seen[of], 2, "%s: %d", of, seen[of])
	}
}

// text is what the files hold, tests not among them.
func text(t *testing.T, patterns ...string) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range patterns {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			all.Write(text)
		}
	}
	return all.String()
}

var installs = regexp.MustCompile(`packages\+?=\(([^)]*)\)`)

// What is installed for the tests is in the table.
func TestKnowsWhatTestsInstall(t *testing.T) {
	script, err := os.ReadFile("../../.ci/run")
	require.NoError(t, err)
	var packages []string
	for _, p := range table {
		packages = append(packages, strings.Fields(p.where.apt)...)
	}
	found := installs.FindAllStringSubmatch(string(script), -1)
	require.NotEmpty(t, found)
	for _, m := range found {
		for _, name := range strings.Fields(m[1]) {
			assert.Contains(t, packages, name)
		}
	}
}
