package page

import (
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"sockbook/runner/tty"
)

// chroma's regular expressions have a clock that stops by itself.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock"))
}

// show renders markdown into a pipe of that many columns.
func show(columns, markdown string) string {
	env := func(name string) string { return map[string]string{"COLUMNS": columns}[name] }
	return whole(New(tty.New(strings.NewReader(""), io.Discard, io.Discard, env, nil)).Render(markdown))
}

func whole(parts iter.Seq[Part]) (text string) {
	for p := range parts {
		text += p.Text
	}
	return text
}

// colourful is a renderer for a terminal with colours.
func colourful(style string) *Renderer {
	env := func(name string) string { return map[string]string{"GLAMOUR_STYLE": style}[name] }
	console := tty.New(strings.NewReader(""), io.Discard, io.Discard, env, nil)
	console.Terminal, console.Colour = true, true
	return New(console)
}

func TestRender(t *testing.T) {
	for name, tt := range map[string]struct{ markdown, want string }{
		"a paragraph wraps at the width": {
			"one two three four five six seven",
			"  one two three four five\n  six seven\n\n"},
		"bold text goes on over the end of a source line": {"**bold\ntext** and\n*more*", "  **bold text** and *more*\n\n"},
		"bold text goes on over an underscore":            {"**SO_REUSEADDR** too", "  **SO_REUSEADDR** too\n\n"},
		"a heading keeps its marks":                       {"## Title", "  ## Title\n\n"},
		"code keeps its backticks":                        {"the `a\\\\b` of *it*", "  the `a\\\\b` of *it*\n\n"},
		"a comment is not shown":                          {"one\n\n<!-- two\nlines -->\n\nthree", "  one\n\n  three\n\n"},
		"an open comment hides the rest": {
			"one\n\n<!-- two\n\nthree", "  one\n\n"},
		"a comment in a fence is code": {"```html\n<!-- kept -->\n```", "    <!-- kept -->\n\n"},
		"a fence is never wrapped": {
			"```text\n|<---------------------- wide ---------------------->|\n  |\n```",
			"    |<---------------------- wide ---------------------->|\n      |\n\n"},
		"a fence is shown letter for letter": {
			"```go\nre := `\\.\\*` // \\\\ *not* emphasis\n```", "    re := `\\.\\*` // \\\\ *not* emphasis\n\n"},
		"tabs are four columns": {"```go\n\tif\tx\n```", "        if  x\n\n"},
		"a fence of tildes may hold backticks": {
			"~~~\n```\n~~~\nafter", "    ```\n\n  after\n\n"},
		"a fence that is not closed ends with the text": {"```\none", "    one\n\n"},
		"an empty fence is nothing":                     {"```text\n```\nafter", "  after\n\n"},
		"the lines of an item hang": {
			"- one two three four five six\n- seven",
			"  • one two three four five\n    six\n  • seven\n\n"},
		"a list within a list": {
			"1. one\n   - two\n   - three\n2. four",
			"  1. one\n     • two\n     • three\n  2. four\n\n"},
		"a loose list has room": {"- one\n\n- two\n\n  more\n", "  • one\n\n  • two\n\n    more\n\n"},
		"an item may hold a fence": {
			"- one\n\n  ```text\n  |<------------- wide ------------->|\n  ```\n",
			"  • one\n      |<------------- wide ------------->|\n\n"},
		"numbers may start anywhere": {"9) nine\n10) ten", "  9) nine\n  10) ten\n\n"},
		"another bullet is another list": {
			"- one\n* two", "  • one\n\n  • two\n\n"},
		"a list may follow a paragraph directly": {"these:\n- one\n- two", "  these:\n\n  • one\n  • two\n\n"},
		"a number in a paragraph is no list":     {"born in\n1986. Truly", "  born in 1986. Truly\n\n"},
		"a rule is no list":                      {"one\n\n* * *\n\ntwo", "  one\n\n  --------\n\n  two\n\n"},
		"a quote has a bar on every line": {
			"> one two three four five six\nseven\n>\n> eight",
			"  | one two three four five\n  | six seven\n  |\n  | eight\n\n"},
		"a link to a file of ours is its name": {
			"[the codec](frame.go), [`frame.go`](frame.go), [up](#top), `m[k](v)`",
			"  the codec (frame.go),\n  `frame.go`, up, `m[k](v)`\n\n"},
		"a link to elsewhere keeps its address": {"[it](https://go.dev)", "  it https://go.dev\n\n"},
		"no address, flag or number is broken": {
			"aaaa aaaa aaaa https://www.rfc-editor.org/rfc/rfc9293 `--listen` aaaa aa `--listen 127.0.0.1:7002` half-close 12.5, e.g.",
			"  aaaa aaaa aaaa\n  https://www.rfc-editor.org/rfc/rfc9293\n  `--listen` aaaa aa\n  `--listen 127.0.0.1:7002`\n  half-close 12.5, e.g.\n\n"},
		"code is not broken if it has room on a line": {
			"aaaa aaaa `socat -\nTCP:127.0.0.1:70` aaaa [`a b` aaaaa `c d`](x.go)",
			"  aaaa aaaa\n  `socat - TCP:127.0.0.1:70`\n  aaaa `a b` aaaaa `c d`\n  (x.go)\n\n"},
		"code that has no room is": {
			"aaaa aaaa `socat - TCP:127.0.0.1:7002`", "  aaaa aaaa `socat -\n  TCP:127.0.0.1:7002`\n\n"},
		"a blank beside the backticks is theirs": {
			"`` ` `` and aaaaa aaaaa `` a ` b ``", "  ``` and aaaaa aaaaa\n  `a ` b`\n\n"},
		"nothing is nothing": {"\n\n", ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, show("30", tt.markdown)) })
	}
}

func TestTable(t *testing.T) {
	const markdown = "text before\n\n| Call | In Go | |\n|:--|---|---:|\n| `bind` | `net.Listen` and what follows | a \\| b |\n| `very_long_name` | |\n\nafter"
	assert.Equal(t, `  text before

  Call             | In Go                         |
  -----------------|-------------------------------|------
  `+"`bind`           | `net.Listen`"+` and what follows | a | b
  `+"`very_long_name`"+` |                               |

  after

`, show("80", markdown), "as wide as it needs to be")
	assert.Equal(t, `  text before

  Call             | In Go                |
  -----------------|----------------------|-----
  `+"`bind`           | `net.Listen`"+` and     | a |
                   | what follows         | b
  `+"`very_long_name`"+` |                      |

  after

`, show("50", markdown), "narrower, but no word is cut")
	assert.Equal(t, `  text before

  • Call: `+"`bind`"+`
    In Go:
      `+"`net.Listen`"+` and
      what follows
    a | b
  • Call:
      `+"`very_long_name`"+`

  after

`, show("25", markdown), "too narrow for columns")
}

// A page comes a paragraph at a time. Where links are defined, it is one.
func TestParts(t *testing.T) {
	texts := func(markdown string) (all []Part) {
		return slices.Collect(New(tty.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" }, nil)).Render(markdown))
	}
	assert.Equal(t, []Part{{"  one two\n\n", false}, {"  ### three\n\n", true}, {"  four\n\n", false}, {"    five\n\n", false}},
		texts("one\ntwo\n\n### three\n\nfour\n \n\n```\nfive\n```\n"))
	assert.True(t, texts("Title\n=====")[0].Heading)
	assert.False(t, texts("# Title\ntext")[0].Heading, "the text goes with it")
	assert.Equal(t, []Part{{"  one https://go.dev\n\n  two\n\n", false}}, texts("[one][1]\n\ntwo\n\n[1]: https://go.dev"))
}

// A table that has no second line of dashes is text with bars.
func TestNoTable(t *testing.T) {
	assert.Equal(t, "  a | b c | d\n\n", show("30", "a | b\nc | d"))
}

// Source in colour is the same source.
func TestColourKeepsTheText(t *testing.T) {
	for _, style := range []string{"", "dark", "light", "auto", "no such style"} {
		out := whole(colourful(style).Render("```go\n// a \\\\ comment\nfunc f() { return `\\.` }\n```"))
		assert.Contains(t, out, "\x1b[", style)
		assert.Equal(t, "    // a \\\\ comment\n    func f() { return `\\.` }\n\n", bare(out), style)
	}
}

func TestTrimLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"   ":                           "",
		"one  ":                         "one",
		"\x1b[1mone\x1b[0m  ":           "\x1b[1mone\x1b[0m",
		"\x1b[1mone  \x1b[0m":           "\x1b[1mone\x1b[0m",
		"one\x1b[2m \x1b[0m\x1b[2m ":    "one",
		"  \x1b[2m│ \x1b[0m":            "  \x1b[2m│\x1b[0m",
		"half an escape \x1b[":          "half an escape \x1b[",
		"\x1b[1m\x1b[0mé \x1b[0m\x1b[m": "\x1b[1m\x1b[0mé",
	} {
		assert.Equal(t, want, trimLine(in), "%q", in)
	}
}

// Whatever a lesson holds, it is rendered at any width and without a panic.
func FuzzRender(f *testing.F) {
	lesson, err := os.ReadFile("../testdata/lesson.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(lesson), "80")
	f.Add("- a\n  - b\n\n    c\n1. d\n> e\n> - f\n```", "1")
	f.Add("| a | b |\n|---|---|\n| c | "+strings.Repeat("d ", 100)+"|", "20")
	f.Add("-  \n-\n> >\n>\n\t- x", "40")
	f.Add("|\n-|-\nx|", "0")
	f.Fuzz(func(t *testing.T, markdown, columns string) {
		show(columns, markdown)
		whole(colourful("").Render(markdown))
	})
}
