package chapters

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toyLab is a clone with one chapter, "toy", that is nothing but a lab.
func toyLab(t *testing.T) (root string, c *Chapter) {
	t.Helper()
	root = t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(root, "toy", "lab"), os.DirFS("lab/testdata/toy")))
	require.NoError(t, os.WriteFile(filepath.Join(root, "toy", "README.md"), []byte("# Toy\n"), 0o666))
	return root, &Chapter{Dir: "toy", Files: os.DirFS(filepath.Join(root, "toy"))}
}

func texts(found []Problem) (all []string) {
	for _, p := range found {
		all = append(all, p.Error())
	}
	return all
}

// The toy is a lab but for how little there is of it.
func TestCheckLab(t *testing.T) {
	root, c := toyLab(t)
	assert.Equal(t, []string{
		"toy/lab: nothing proves that TestShout can fail",
		"toy/lab/testdata/wrong: 1 planted wrong answers; 8 at least",
		"toy/lab/README.md: the hand-out shows what a check says of 0 wrong answers; 6 at least",
	}, texts(CheckLab(os.DirFS(root), nil, c)))
}

func TestCheckLabFinds(t *testing.T) {
	for says, spoil := range map[string][2]string{ // the file, and what is added to it
		"toy/lab/notes.txt: a lab has no such file":                    {"notes.txt", "remember"},
		"toy/lab/testdata/wrong/deep/w.go: a lab has no such file":     {"testdata/wrong/deep/w.go", "package toy\n"},
		"toy/lab/given.go: not formatted":                              {"given.go", "var  x = 1\n"},
		"toy/lab/more.go: it imports sockbook/ch02-stream":             {"more.go", "package toy\n\nimport _ \"sockbook/ch02-stream\"\n"},
		"toy/lab/more_test.go: it imports github.com/stretchr/testify": {"more_test.go", "package toy_test\n\nimport _ \"github.com/stretchr/testify\"\n"},
		"hints.md has 0 hints for TestMore":                            {"toy_test.go", "\n// TestMore asks.\nfunc TestMore(t *testing.T) {}\n"},
		"half.go: its first comment says what it believes":             {"testdata/wrong/half.go", "// Caught by: TestShout\n\npackage toy\n"},
		"half.go: there is no test TestGone to catch it":               {"testdata/wrong/half.go", "// Halves.\n// Replaces: toy.go\n// Caught by: TestGone\n// Says: half\n\npackage toy\n"},
		"half.go: it replaces given.go, and no student writes that":    {"testdata/wrong/half.go", "// Halves.\n// Replaces: given.go\n// Caught by: TestShout\n// Says: half\n\npackage toy\n"},
		"no planted wrong answer \"tripel\"":                           {"README.md", "\n<!-- check: tripel -->\n```text\n```\n"},
		"a check directive is <!-- check: WRONG -->":                   {"README.md", "\n<!-- check: triple twice over -->\n```text\n```\n"},
		"has the language \"console\"":                                 {"README.md", "\n<!-- check: triple -->\n```console\n```\n"},
		"a text fence without a run directive":                         {"README.md", "\n```text\nmade up\n```\n"},
		"the link gone.md: there is no such file":                      {"README.md", "\n[gone](gone.md)\n"},
	} {
		root, c := toyLab(t)
		file := filepath.Join(root, "toy", "lab", filepath.FromSlash(spoil[0]))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		was, _ := os.ReadFile(file) // a new one has nothing in it
		require.NoError(t, os.WriteFile(file, append(was, spoil[1]...), 0o666))
		assert.Contains(t, strings.Join(texts(CheckLab(os.DirFS(root), nil, c)), "\n"), says)
	}
	root, c := toyLab(t)
	require.NoError(t, os.WriteFile(filepath.Join(root, "toy", "lab", "README.md"), []byte("# Toy\n"), 0o666))
	assert.Contains(t, strings.Join(texts(CheckLab(os.DirFS(root), nil, c)), "\n"), `no section "When every test passes"`)
	require.NoError(t, os.RemoveAll(filepath.Join(root, "toy", "lab")))
	_, err := c.Lab()
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// What a hand-out shows of a check is what the check says.
func TestSyncLab(t *testing.T) {
	root, c := toyLab(t)
	file := filepath.Join(root, "toy", "lab", "README.md")
	was := contents(t, file)
	require.NoError(t, os.WriteFile(file, []byte(was+"\n<!-- check: triple -->\n```text\nold\n```\n"), 0o666))
	says := func(_ context.Context, wrong, test string) (string, error) {
		return "checked " + wrong + test + "\n", nil
	}
	u, err := SyncLab(t.Context(), root, c, says)
	require.NoError(t, err)
	require.Len(t, u.Changes, 1)
	assert.Equal(t, "check: triple", u.Changes[0].What)
	require.NoError(t, u.Write())
	assert.Equal(t, was+"\n<!-- check: triple -->\n```text\nchecked triple\n```\n", contents(t, file))

	u, err = SyncLab(t.Context(), root, c, says)
	require.NoError(t, err)
	assert.Empty(t, u.Changes)
	broken := errors.New("no toolchain")
	_, err = SyncLab(t.Context(), root, c, func(context.Context, string, string) (string, error) { return "", broken })
	assert.ErrorContains(t, err, "toy/lab/README.md:10: check: triple: no toolchain")
}
