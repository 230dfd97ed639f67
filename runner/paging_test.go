//go:build unix

package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stop is a prompt at which the reader stops, inside a section or behind it.
var stop = regexp.MustCompile(`  \d/5 [^\n]*Enter[^\n]*q to leave $`)

// pages reads the tall chapter to its end on a terminal of that many rows, and
// returns what is shown between two stops, each with the prompt at its end.
func pages(t *testing.T, rows, columns uint16, args ...string) (all []string) {
	t.Helper()
	s := start(t, t.TempDir(), columns, []string{"NO_COLOR=1"}, append([]string{"sh", "-c", `read ready; exec tall ch01 "$@"`, "sh"}, args...)...)
	require.NoError(t, pty.Setsize(s.tty, &pty.Winsize{Rows: rows, Cols: columns}))
	s.press(enter)
	s.expect("\r\n")
	for range 100 {
		page := s.expect("q to leave ") + "q to leave "
		all = append(all, page)
		s.press(enter)
		if strings.Contains(page, "4/5 · ") {
			s.expect("That was it.")
			s.ends(0)
			return all
		}
	}
	t.Fatal("the chapter has no end")
	return nil
}

// Nothing is pushed from the screen before it could be read, a heading and a
// caption have something beneath them, and the prompt fits on its line.
func TestPages(t *testing.T) {
	alone := regexp.MustCompile(`^  (\d (Source|Headings|A transcript|Wide|The end)|#### Heading \d|Heading \d|tall.go Tall|short.go Short|▷ .*)`)
	for _, size := range [][2]uint16{{10, 80}, {11, 80}, {12, 60}, {13, 80}, {14, 80}, {17, 40}, {20, 80}, {24, 80}} {
		all := pages(t, size[0], size[1], "--no-run")
		for _, page := range all {
			lines := strings.Split(strings.ReplaceAll(page, "\r", ""), "\n")
			assert.LessOrEqual(t, len(lines), int(size[0]), "%v: a screen, with its prompt:\n%s", size, page)
			assert.Regexp(t, stop, page)
			assert.LessOrEqual(t, len([]rune(lines[len(lines)-1])), int(size[1]), "%v", size)
			if strings.Contains(page, "tall.go Tall") {
				assert.GreaterOrEqual(t, strings.Count(page, "step("), 8, "%v: enough of the source to see what it is:\n%s", size, page)
			}
			above := strings.TrimRight(strings.Join(lines[:len(lines)-1], "\n"), "\n ")
			last := above[strings.LastIndexByte(above, '\n')+1:]
			assert.NotRegexp(t, alone, last, "%v: alone at the bottom:\n%s", size, page)
		}
		text := strings.Join(all, "")
		for i := range 60 {
			assert.Contains(t, text, fmt.Sprintf("step(%d)\r\n", i))
		}
		for i := range 40 {
			assert.Contains(t, text, fmt.Sprintf("row %d.\r\n", i))
		}
	}
}

// The prompt says whether the section goes on.
func TestPromptSaysWhere(t *testing.T) {
	all := pages(t, 24, 80, "--no-run")
	assert.Regexp(t, `\n  1/5 1 Source and a title that is long enough to need t… · Enter · q to leave $`, all[0])
	assert.Contains(t, all[0], "tall.go Tall\r\n    ", "what no screen holds begins at once")
	assert.Regexp(t, `Behind it.\s+1/5 · Enter for more · q to leave $`, all[3])
	assert.Contains(t, all[4], "\n  2/5 2 Headings · Enter · q to leave ")
}

// An example that runs is not paged, but what stood before it is.
func TestPagesBeforeALiveExample(t *testing.T) {
	all := strings.Join(pages(t, 24, 80), "")
	i := strings.Index(all, "rows  forty lines")
	require.Positive(t, i)
	assert.Contains(t, all[strings.Index(all, "Forty lines follow."):i], "3/5 3 A transcript · Enter", "they would push it from the screen")
	assert.NotContains(t, all[i:strings.Index(all, "row 39.")], "leave", "it runs on")
}

// A line of source that is wider than the terminal hangs, in its colours; into
// a pipe it goes as it is.
func TestWideSource(t *testing.T) {
	s := start(t, t.TempDir(), 50, []string{"NO_COLOR=1"}, "tall", "ch01", "--from", "4", "--all")
	s.expect("\r\n        if err := dial(ctx, \"127.0.0.1:7002\",\r\n          ↪ 3*time.Second); err != nil { return\r\n          ↪ err }\r\n")
	s.ends(0)

	s = start(t, t.TempDir(), 50, nil, "tall", "ch01", "--from", "4", "--all")
	s.expect("That was it.")
	s.ends(0)
	assert.Contains(t, s.screen(), "\x1b[2m↪ \x1b[0m")
	for line := range strings.Lines(s.screen()) {
		assert.Equal(t, strings.Count(line, "\x1b[")%2, 0, "each colour ends on its line: %q", line)
	}
}

// A prediction can be edited, and stands above the answer.
func TestPrediction(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1")
	s.expect("your answer, then Enter (q leaves):")
	s.press("nonsense\x15")                  // Ctrl-U
	s.press("x\x1b[A\x1bOP\x1b[15~\x0c\x7f") // up, F1, F5, Ctrl-L, Backspace
	s.press("thee lines\x1b[H\x1b[C\x1b[Cr") // Home, right, right
	s.press("\x1b")                          // Esc alone
	s.press("\x1b[F!" + enter)               // End
	before := s.expect("You said: three lines!\r\n")
	assert.Contains(t, before, "and that was all", "the example has run")
	s.expect("│ Answer. Two, and one of ours.")
	s.expect(more)
	assert.NotContains(t, s.screen(), "^[")
	assert.NotContains(t, s.screen(), "\x1b[2J")
	s.press("q")
	s.ends(0)
}

// Without a prediction none is shown.
func TestNoPrediction(t *testing.T) {
	s := start(t, t.TempDir(), 80, nil, "fake", "ch1")
	s.expect("your answer")
	s.press(enter)
	assert.NotContains(t, s.expect("Answer."), "You said")
	s.expect(more)
	s.press("q")
	s.ends(0)
}
