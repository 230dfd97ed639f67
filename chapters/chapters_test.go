package chapters

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// requireAll, set, makes an example that this machine cannot run a failure.
const requireAll = "SOCKBOOK_REQUIRE_ALL"

// moduleRoot is the clone that these tests are part of.
func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := Root(".")
	require.NoError(t, err)
	return root
}

// none fails the test with every problem and its fix.
func none(t *testing.T, found []Problem) {
	t.Helper()
	for _, p := range found {
		if p.Fix != "" {
			p.Text += "\nfix: " + p.Fix
		}
		t.Error(p)
	}
}

func TestLessons(t *testing.T) {
	root := os.DirFS(moduleRoot(t))
	for _, c := range Catalogue {
		t.Run(c.Dir, func(t *testing.T) { none(t, Check(root, Catalogue, &c)) })
	}
}

func TestFrontPage(t *testing.T) {
	none(t, CheckPage(os.DirFS(moduleRoot(t)), Catalogue, "README.md"))
}

// The front page shows an example at work. What it shows is what the lesson
// shows, and TestTranscripts proves that.
func TestFrontPageShowsARun(t *testing.T) {
	source, err := os.ReadFile(path.Join(moduleRoot(t), "README.md"))
	require.NoError(t, err)
	const prompt = "$ go run ./runner "
	shown := 0
	for _, block := range strings.Split(string(source), "```console\n"+prompt)[1:] {
		command, rest, _ := strings.Cut(block, "\n")
		transcript, _, _ := strings.Cut(rest, "```")
		words := strings.Fields(command) // ch02 run halfclose
		require.Len(t, words, 3)
		c, err := Find(Catalogue, words[0])
		require.NoError(t, err)
		lesson, err := c.Lesson()
		require.NoError(t, err)
		l, _ := ParseLesson(lesson)
		for _, b := range l.All() {
			if b.Kind == Run && b.Example == words[2] {
				shown++
				assert.Equal(t, Normalise(b.Transcript), Normalise(transcript), "README.md shows %s as its lesson does", words[2])
			}
		}
	}
	assert.Positive(t, shown, "README.md shows a run")
}

func TestSources(t *testing.T) {
	root := os.DirFS(moduleRoot(t))
	for _, c := range Catalogue {
		t.Run(c.Dir, func(t *testing.T) { none(t, CheckSource(root, &c)) })
	}
}

// An example prints what its lesson shows. Those that measure run first and
// alone, the others side by side.
func TestTranscripts(t *testing.T) { transcripts(t, "") }

// An example makes the system calls that its lesson shows.
func TestTranscriptsOfTraces(t *testing.T) { transcripts(t, "trace") }

// An example sends the packets that its lesson shows.
func TestTranscriptsOfWires(t *testing.T) { transcripts(t, "wire") }

func transcripts(t *testing.T, view string) {
	if runtime.GOOS != "linux" {
		t.Skip("transcripts are compared on Linux")
	}
	for _, c := range Catalogue {
		source, err := c.Lesson()
		require.NoError(t, err)
		l, _ := ParseLesson(source) // TestLessons reports its error
		names, measured := l.transcripts(view)
		slices.SortStableFunc(names, func(a, b string) int {
			return strings.Compare(order(measured[a]), order(measured[b]))
		})
		for _, name := range names {
			if c.Example(name) == nil {
				continue // TestLessons reports it
			}
			t.Run(path.Join(c.Dir, name), func(t *testing.T) {
				if !measured[name] {
					t.Parallel()
				}
				transcript(t, &c, l, name, view)
			})
		}
	}
}

func order(measured bool) string {
	if measured {
		return "first"
	}
	return "second"
}

func transcript(t *testing.T, c *Chapter, l *Lesson, name, view string) {
	found, err := CheckTranscript(t.Context(), c, l, name, view)
	var skipped *Skipped
	if errors.As(err, &skipped) && os.Getenv(requireAll) == "" {
		t.Skipf("%v; %s", skipped, skipped.Hint())
	}
	require.NoError(t, err, "the example %s fails; hint: %s", name, hint(err))
	none(t, found)
}

// beyond is what one chapter may import and no other: WebSockets that fail for
// real take an implementation of them.
var beyond = map[string]string{"ch08-errors": "github.com/coder/websocket"}

// A chapter's folder, copied into another module, builds: its code imports the
// standard library, golang.org/x/sys and golang.org/x/net, on every system.
func TestImports(t *testing.T) {
	root := moduleRoot(t)
	for _, c := range Catalogue {
		for _, goos := range []string{"linux", "darwin", "windows", "freebsd"} {
			t.Run(c.Dir+"/"+goos, func(t *testing.T) {
				t.Parallel()
				assert.Empty(t, foreign(t, root, c.Dir, goos))
			})
		}
	}
}

// foreign lists, as "package imports package", what a chapter imports and may
// not.
func foreign(t *testing.T, root, dir, goos string) []string {
	t.Helper()
	const format = `{{if not .Standard}}{{$from := .ImportPath}}{{range .Imports}}{{$from}} imports {{.}}{{"\n"}}{{end}}{{end}}`
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", format, "./"+dir+"/...")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOFLAGS=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", stderr.String())
	var bad []string
	for line := range strings.Lines(string(out)) {
		from, to, found := strings.Cut(strings.TrimSpace(line), " imports ")
		if found && !mayImport(from, to, dir) {
			bad = append(bad, strings.TrimSpace(line))
		}
	}
	return bad
}

func mayImport(from, to, dir string) bool {
	if !within(from, "sockbook") {
		return !within(to, "sockbook") // what the modules we use are made of is theirs
	}
	first, _, _ := strings.Cut(to, "/")
	standard := !strings.Contains(first, ".") && first != "sockbook"
	return standard || within(to, "golang.org/x/sys") || within(to, "golang.org/x/net") || within(to, "sockbook/"+dir) ||
		to == beyond[dir]
}

func within(pkg, tree string) bool { return pkg == tree || strings.HasPrefix(pkg, tree+"/") }

func TestImportsFindsTheForeign(t *testing.T) {
	root := t.TempDir()
	for file, source := range map[string]string{
		"go.mod":               "module sockbook\n\ngo 1.25.0\n",
		"chapters/c.go":        "package chapters\n",
		"ch08-other/o.go":      "package other\n\nimport _ \"net\"\n",
		"ch09-fake/f.go":       "package fake\n\nimport (\n\t_ \"fmt\"\n\n\t_ \"sockbook/ch09-fake/lab\"\n)\n",
		"ch09-fake/f_linux.go": "package fake\n\nimport _ \"sockbook/ch08-other\"\n",
		"ch09-fake/f_test.go":  "package fake\n\nimport _ \"sockbook/chapters\"\n",
		"ch09-fake/lab/l.go":   "package lab\n\nimport _ \"sockbook/chapters\"\n",
	} {
		file = path.Join(root, file)
		require.NoError(t, os.MkdirAll(path.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte(source), 0o666))
	}
	assert.Empty(t, foreign(t, root, "ch08-other", "linux"))
	assert.Equal(t, []string{"sockbook/ch09-fake/lab imports sockbook/chapters"}, foreign(t, root, "ch09-fake", "darwin"))
	assert.Equal(t, []string{
		"sockbook/ch09-fake/lab imports sockbook/chapters",
		"sockbook/ch09-fake imports sockbook/ch08-other",
	}, foreign(t, root, "ch09-fake", "linux"))
}
