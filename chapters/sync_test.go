package chapters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The environment says what the fake chapter's examples print and how they
// end: an example is another process.
const (
	saysEnv = "SOCKBOOK_TEST_SAYS"
	endsEnv = "SOCKBOOK_TEST_ENDS"
)

func fakeEcho(_ context.Context, out io.Writer) error {
	says, ok := os.LookupEnv(saysEnv)
	if !ok {
		says = "client: hello\n"
	}
	if _, err := io.WriteString(out, says); err != nil {
		return err
	}
	switch os.Getenv(endsEnv) {
	case "badly":
		return errors.New("connection reset by peer")
	case "skipped":
		return &Skipped{Reason: "no ruby here", Remedy: "apt-get install ruby"}
	}
	return nil
}

func fakeMeasurement(_ context.Context, out io.Writer) error {
	_, err := fmt.Fprintf(out, "client: %d bytes\n", os.Getpid())
	return err
}

// clone is testdata/module in a folder of its own, its lesson spoilt: each old
// replaced by the new after it.
func clone(t *testing.T, spoil ...string) (root, lesson string) {
	t.Helper()
	root = t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS("testdata/module")))
	lesson = filepath.Join(root, filepath.FromSlash(fakeLesson))
	require.NoError(t, os.Chmod(lesson, 0o640))
	for i := 0; i < len(spoil); i += 2 {
		text := contents(t, lesson)
		require.Contains(t, text, spoil[i])
		require.NoError(t, os.WriteFile(lesson, []byte(strings.ReplaceAll(text, spoil[i], spoil[i+1])), 0o640))
	}
	return root, lesson
}

func contents(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(b)
}

func onLinux(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("transcripts are recorded on Linux")
	}
}

func TestSyncChangesNothingThatIsTrue(t *testing.T) {
	onLinux(t)
	root, lesson := clone(t, "## The idea\n", "## The idea\n\n<!-- run: echo -->\n```text\nclient: hello\n```\n")
	before := contents(t, lesson)
	var ran []string
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], func(example string) { ran = append(ran, example) })
	require.NoError(t, err)
	assert.Equal(t, []string{"echo", "half-close"}, ran, "an example that is shown twice runs once")
	assert.Equal(t, fakeLesson, u.Lesson)
	assert.Empty(t, u.Changes)
	assert.Empty(t, u.Skipped)
	require.NoError(t, u.Write())
	assert.Equal(t, before, contents(t, lesson), "regenerating gives no diff")
}

func TestSyncRenewsEveryFence(t *testing.T) {
	onLinux(t)
	root, lesson := clone(t,
		"\treturn \"hello\"\n", "\treturn \"old\"\n",
		"```go\nfunc (s *Server) Serve() {}\n```", "~~~go\n~~~",
		"print(\"hello\")", "print(\"old\")\nprint(\"older\")",
		"client: hello\n", "client: old\n")
	renewed, _ := clone(t, "```go\nfunc (s *Server) Serve() {}\n```", "~~~go\nfunc (s *Server) Serve() {}\n~~~")
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	assert.Equal(t, []Change{
		{33, "run: echo", "--- the lesson\n+++ run: echo\n@@ -1 +1 @@\n-client: old\n+client: hello\n"},
		{50, "code: fake.go Echo", "--- the lesson\n+++ code: fake.go Echo\n@@ -1,4 +1,4 @@\n // Echo answers.\n func Echo() string {\n-\treturn \"old\"\n+\treturn \"hello\"\n }\n"},
		{58, "code: fake.go Server.Serve", "--- the lesson\n+++ code: fake.go Server.Serve\n@@ -0,0 +1 @@\n+func (s *Server) Serve() {}\n"},
		{79, "code: peers/echo.py", "--- the lesson\n+++ code: peers/echo.py\n@@ -1,2 +1 @@\n-print(\"old\")\n-print(\"older\")\n+print(\"hello\")\n"},
	}, u.Changes)
	assert.Contains(t, contents(t, lesson), "client: old", "--check writes nothing")

	require.NoError(t, u.Write())
	assert.Equal(t, contents(t, filepath.Join(renewed, fakeLesson)), contents(t, lesson))
	info, err := os.Stat(lesson)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm(), "the file's mode stays")
	entries, err := os.ReadDir(filepath.Dir(lesson))
	require.NoError(t, err)
	assert.Len(t, entries, 4, "no temporary file stays")

	u, err = Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	assert.Empty(t, u.Changes, "to sync twice is to sync once")
}

func TestSyncLeavesVolatilePartsAlone(t *testing.T) {
	onLinux(t)
	t.Setenv(saysEnv, "server: 127.0.0.1:1, pid 1, fd 1, after 1ms, about 1 byte, seq 1\n")
	root, lesson := clone(t, "client: hello\n", "server: 127.0.0.1:2, pid 2, fd 2, after 2.5s, about 2 byte, seq 1\n")
	before := contents(t, lesson)
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	assert.Empty(t, u.Changes)
	require.NoError(t, u.Write())
	assert.Equal(t, before, contents(t, lesson))

	t.Setenv(saysEnv, "server: 127.0.0.1:1, pid 1, fd 1, after 1ms, about 1 byte, seq 2\n")
	u, err = Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	require.Len(t, u.Changes, 1, "seq is not volatile")
	require.NoError(t, u.Write())
	assert.Contains(t, contents(t, lesson), os.Getenv(saysEnv), "the transcript is that of one run, whole")
}

func TestSyncLengthensAFence(t *testing.T) {
	onLinux(t)
	t.Setenv(saysEnv, "client: ```\nclient: ````")
	root, lesson := clone(t)
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	require.NoError(t, u.Write())
	assert.Contains(t, contents(t, lesson), "`````text\nclient: ```\nclient: ````\n`````\n")
	assert.Empty(t, Check(os.DirFS(root), fakeCatalogue, &fakeCatalogue[2]))

	u, err = Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	assert.Empty(t, u.Changes)
}

func TestSyncRefuses(t *testing.T) {
	onLinux(t)
	for name, tt := range map[string]struct {
		spoil [2]string
		ends  string
		err   string
		hint  string
	}{
		"an example that fails":  {[2]string{"hello", "old"}, "badly", "ch09-fake/README.md:33: run: echo: connection reset by peer", ""},
		"an unknown example":     {[2]string{"run: echo -->", "run: ehco -->"}, "", `ch09-fake/README.md:33: run: ehco: no example "ehco"`, "did you mean echo?"},
		"an unknown declaration": {[2]string{"fake.go Echo", "fake.go Ecko"}, "", `ch09-fake/README.md:50: code: fake.go Ecko: fake.go: no declaration "Ecko"`, "did you mean Echo?"},
		"a bad directive":        {[2]string{"run: echo -->", "run: -->"}, "", "ch09-fake/README.md:32: <!-- run: -->: a run directive is", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(endsEnv, tt.ends)
			root, lesson := clone(t, tt.spoil[0], tt.spoil[1])
			before := contents(t, lesson)
			u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
			require.ErrorContains(t, err, tt.err)
			assert.Equal(t, tt.hint, hint(err))
			assert.Nil(t, u)
			assert.Equal(t, before, contents(t, lesson), "the lesson stays as it was")
		})
	}
}

func TestSyncSkips(t *testing.T) {
	onLinux(t)
	t.Setenv(endsEnv, "skipped")
	root, lesson := clone(t, "client: hello", "client: old", "return \"hello\"", "return \"old\"")
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	assert.Equal(t, []Problem{{fakeLesson, 33, "run: echo: no ruby here", "apt-get install ruby"}}, u.Skipped)
	require.Len(t, u.Changes, 1)
	require.NoError(t, u.Write())
	assert.Contains(t, contents(t, lesson), "client: old", "a transcript that cannot be renewed stays")
	assert.Contains(t, contents(t, lesson), "return \"hello\"", "the other fences are renewed")
}

func TestSyncStops(t *testing.T) {
	onLinux(t)
	root, _ := clone(t)
	ctx, stop := context.WithCancelCause(t.Context())
	cause := errors.New("Ctrl-C")
	_, err := Sync(ctx, root, &fakeCatalogue[2], func(string) { stop(cause) })
	require.Equal(t, cause, err)
}

func TestSyncDoesNotOverwriteAnEdit(t *testing.T) {
	onLinux(t)
	root, lesson := clone(t, "client: hello", "client: old")
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], func(string) {
		require.NoError(t, os.WriteFile(lesson, []byte("# Edited\n"), 0o666))
	})
	require.NoError(t, err)
	require.EqualError(t, u.Write(), "ch09-fake/README.md was edited while its examples ran; sync it again")
	assert.Equal(t, "# Edited\n", contents(t, lesson))
}

func TestReplaceFailsWithoutATrace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "README.md")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "not empty"), 0o777))
	require.Error(t, replace(path, []byte("new"), 0o666), "a folder does not give way to a file")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "no temporary file stays")
}

func TestSyncWithoutALesson(t *testing.T) {
	_, err := Sync(t.Context(), t.TempDir(), &fakeCatalogue[2], nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Off Linux the sources are still brought up to date.
func TestSyncFromWindowsLines(t *testing.T) {
	root, lesson := clone(t, "return \"hello\"", "return \"old\"", "\n", "\r\n")
	u, err := Sync(t.Context(), root, &fakeCatalogue[2], nil)
	require.NoError(t, err)
	require.Len(t, u.Changes, 1)
	assert.Equal(t, runtime.GOOS != "linux", len(u.Skipped) > 0)
	require.NoError(t, u.Write())
	assert.NotContains(t, contents(t, lesson), "\r", "the repository's line ends")
	assert.Contains(t, contents(t, lesson), "return \"hello\"")
}

func TestCheckTranscript(t *testing.T) {
	onLinux(t)
	c := &fakeCatalogue[2]
	l, err := ParseLesson([]byte(contents(t, "testdata/module/"+fakeLesson)))
	require.NoError(t, err)
	names, measured := l.transcripts("")
	assert.Equal(t, []string{"echo", "half-close"}, names)
	assert.Equal(t, map[string]bool{"echo": false, "half-close": true}, measured)
	for _, name := range names {
		found, err := CheckTranscript(t.Context(), c, l, name, "")
		require.NoError(t, err)
		assert.Empty(t, found)
	}

	t.Setenv(saysEnv, "client: goodbye, pid 7\n")
	found, err := CheckTranscript(t.Context(), c, l, "echo", "")
	require.NoError(t, err)
	assert.Equal(t, []Problem{{fakeLesson, 33,
		"echo prints something else now:\n--- the lesson\n+++ the run\n@@ -1 +1 @@\n-client: hello\n+client: goodbye, pid PID\n",
		"go run ./runner sync"}}, found)

	t.Setenv(endsEnv, "badly")
	_, err = CheckTranscript(t.Context(), c, l, "echo", "")
	require.EqualError(t, err, "connection reset by peer")
}

func TestTranscriptIsBounded(t *testing.T) {
	_, err := (&misbehaving).Transcript(t.Context(), "babble")
	require.EqualError(t, err, "more than 1048576 bytes of output")
}
