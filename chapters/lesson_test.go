package chapters

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseLesson(t *testing.T) {
	source, err := os.ReadFile("testdata/lesson.md")
	require.NoError(t, err)
	for name, source := range map[string]string{
		"unix lines":    string(source),
		"windows lines": strings.ReplaceAll(string(source), "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			l, err := ParseLesson([]byte(source))
			require.NoError(t, err)
			assert.Equal(t, "A fake chapter", l.Title)
			require.Len(t, l.Intro, 1)
			assert.Equal(t, Block{Kind: Prose, Line: 3, Markdown: "An introduction.\n\n- with a list"}, bare(l.Intro[0]))

			type heading struct{ number, title, slug string }
			var got []heading
			for _, s := range l.Sections {
				got = append(got, heading{s.Number, s.Title, s.Slug})
			}
			assert.Equal(t, []heading{
				{"1", "Run it first", "run-it-first"},
				{"1.1", "The listen queue & more", "the-listen-queue--more"},
				{"1.2", "Run it first", "run-it-first-1"},
				{"2", "A setext heading", "a-setext-heading"},
				{"2.1", "Beneath it", "beneath-it"},
			}, got)
			assert.Equal(t, "### The `listen` queue & *more*", l.Sections[1].Heading)
			assert.Equal(t, 21, l.Sections[1].Line)
		})
	}
}

func TestParseLessonBlocks(t *testing.T) {
	source, err := os.ReadFile("testdata/lesson.md")
	require.NoError(t, err)
	l, err := ParseLesson(source)
	require.NoError(t, err)
	var got []Block
	for s, b := range l.All() {
		if s != nil {
			got = append(got, bare(*b))
		}
	}
	assert.Equal(t, []Block{
		{Kind: Predict, Line: 9, Markdown: "> **Predict.** What comes back?\n> Say so first."},
		{Kind: Run, Line: 13, Markdown: "```text\nclient: hello\n```", Example: "echo", Transcript: "client: hello\n"},
		{Kind: Answer, Line: 17, Markdown: "> **Answer.** The same."},
		{Kind: Prose, Line: 19, Markdown: "Text straight after."},
		{Kind: Code, Line: 24, Markdown: "```go\nfunc Echo() {}\n```", File: "echo.go", Name: "Server.Echo"},
		{Kind: Prose, Line: 27, Markdown: "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n+---+\n```\n\n> a quote\n\n---\n\n#### A heading of level 4"},
		{Kind: Run, Line: 43, Markdown: "~~~text\n~~~", Example: "shapes", View: "trace", Measured: true},
		{Kind: Code, Line: 47, Markdown: "````python\nprint(\"```\")\n````", File: "peers/echo.py"},
		{Kind: Prose, Line: 55, Markdown: "The end."},
		{Kind: Prose, Line: 59, Markdown: "> *Predict.* This is no question."},
	}, got)
}

// bare is a block without its place, which is compared by its line.
func bare(b Block) Block {
	b.fence = fence{}
	return b
}

func TestParseLessonRefusesDirectives(t *testing.T) {
	for name, tt := range map[string]struct{ source, problem string }{
		"no fence":           {"<!-- run: echo -->\n\nProse.", "README.md:1: <!-- run: echo --> stands above no fence"},
		"last":               {"Prose.\n\n<!-- run: echo -->", "README.md:3: <!-- run: echo --> stands above no fence"},
		"no example":         {"<!-- run: -->\n```text\n```", "README.md:1: <!-- run: -->: a run directive is"},
		"unknown word":       {"<!-- run: echo fast -->\n```text\n```", "README.md:1: <!-- run: echo fast -->: a run directive is"},
		"words misordered":   {"<!-- run: echo measured trace -->\n```text\n```", "a run directive is"},
		"no file":            {"<!-- code: -->\n```go\n```", "README.md:1: <!-- code: -->: a code directive is"},
		"two names":          {"<!-- code: a.go B C -->\n```go\n```", "a code directive is"},
		"name in C":          {"<!-- code: a.c main -->\n```c\n```", "only a Go file has declarations to name; write <!-- code: a.c -->"},
		"almost a question":  {"> **Predict:** what?", "README.md:1: a quote that begins **Predict:**"},
		"almost an answer":   {"Prose.\n\n> **answer.** That.", "README.md:3: a quote that begins **answer.**"},
		"everything at once": {"<!-- run: -->\n<!-- code: -->\n", "README.md:2: <!-- code: -->"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := ParseLesson([]byte(tt.source))
			require.ErrorContains(t, err, tt.problem)
			require.NotNil(t, l)
			for _, b := range l.All() {
				assert.Equal(t, Prose, b.Kind, "a directive that is refused ties nothing")
			}
		})
	}
}

// Whatever an author writes, the parts of a lesson follow each other in the
// source, and none is lost but headings, directives and comments.
func FuzzParseLesson(f *testing.F) {
	for _, file := range []string{"testdata/lesson.md", "testdata/module/ch09-fake/README.md"} {
		source, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(source)
	}
	f.Add([]byte("[a]: b\n\n- \n\n>\n\n```\n"))
	f.Add([]byte("a\n-\n|-|\n|-|\n\t```go\n"))
	f.Add([]byte("0\n0\n|-\n-")) // a table cut out of a paragraph, an empty list after it
	f.Fuzz(func(t *testing.T, source []byte) {
		source = bytes.ReplaceAll(source, []byte("\r"), nil) // ParseLesson has its way with them
		l, _ := ParseLesson(source)
		at := 0
		for _, b := range l.All() {
			if b.fence.start < at || b.fence.end < b.fence.start || len(source) < b.fence.end {
				t.Fatalf("a %v block at %d to %d follows offset %d", b.Kind, b.fence.start, b.fence.end, at)
			}
			at = b.fence.end
			if b.Line < 1 || b.Markdown != strings.TrimSpace(string(source[b.fence.start:b.fence.end])) {
				t.Fatalf("a %v block on line %d is not what stands there: %q", b.Kind, b.Line, b.Markdown)
			}
		}
	})
}
