package stage

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// split returns the lines shown for text, written in pieces of n bytes.
func split(t *testing.T, text string, n int) (shown []string) {
	t.Helper()
	l := &lines{show: func(line string) { shown = append(shown, line) }, tooMany: func() {}}
	for rest := []byte(text); len(rest) > 0; {
		piece := rest[:min(n, len(rest))]
		wrote, err := l.Write(piece)
		require.NoError(t, err)
		require.Equal(t, len(piece), wrote)
		rest = rest[len(piece):]
	}
	l.flush()
	return shown
}

func TestLines(t *testing.T) {
	for _, n := range []int{1, 2, 3, 1000} {
		assert.Equal(t, []string{"one", "", "two", "three"}, split(t, "one\n\ntwo\r\nthree", n))
		assert.Equal(t, []string{"é→"}, split(t, "é→\n", n), "a letter cut in two is whole again")
		assert.Empty(t, split(t, "", n))
	}
}

// A line is shown as soon as it is whole.
func TestLinesAtOnce(t *testing.T) {
	shown := 0
	l := &lines{show: func(string) { shown++ }}
	_, _ = l.Write([]byte("one\ntw"))
	assert.Equal(t, 1, shown)
	_, _ = l.Write([]byte("o\n"))
	assert.Equal(t, 2, shown)
}

// A line without an end takes no more memory than maxLine.
func TestLinesBound(t *testing.T) {
	shown := split(t, strings.Repeat("x", 3*maxLine+10), 1<<20)
	assert.Len(t, shown, 4)
	assert.Len(t, shown[0], maxLine)
	assert.Len(t, shown[3], 10)
}

func TestTooManyLines(t *testing.T) {
	shown, ended := 0, 0
	l := &lines{show: func(string) { shown++ }, tooMany: func() { ended++ }}
	_, _ = l.Write([]byte(strings.Repeat("x\n", maxLines+100)))
	assert.Equal(t, maxLines, shown)
	assert.Equal(t, 1, ended)
}

func TestLabel(t *testing.T) {
	for line, want := range map[string][2]string{
		"server: ready":           {"server:", "server"},
		"client 2: hello":         {"client 2:", "client 2"},
		"even-loop: x":            {"even-loop:", "even-loop"},
		"second server: ready":    {"second server:", "second server"},
		"open client 2: hello":    {"open client 2:", "open client 2"},
		"server:ready":            {"", ""},
		"with a server: yes":      {"", ""},
		"Server: ready":           {"", ""},
		"a sentence: with colon":  {"", ""},
		"":                        {"", ""},
		"dial tcp: lookup: error": {"", ""},
	} {
		l, party := label(line)
		assert.Equal(t, want, [2]string{l, party}, line)
	}
}

func TestVisible(t *testing.T) {
	assert.Equal(t, "plain → text", Visible("plain → text"))
	assert.Equal(t, `\x1b[2J\x07    tab\x9b`, Visible("\x1b[2J\a\ttab\u009b"))
}

func console(terminal bool) (*tty.Console, *bytes.Buffer) {
	var out bytes.Buffer
	c := tty.New(strings.NewReader(""), &out, &out, func(string) string { return "" }, nil)
	c.Terminal = terminal
	return c, &out
}

func TestRecorded(t *testing.T) {
	c, _ := console(false)
	s := &Stage{Console: c, Indent: "    "}
	assert.Equal(t, "    server: ready\n\n    client: done\n", s.Recorded("echo", "server: ready\n\nclient: done\n"))

	c, _ = console(true)
	s = &Stage{Console: c}
	assert.Equal(t, "  ▷ echo  as recorded in the lesson\n  ┊ server: ready\n", s.Recorded("echo", "server: ready\n"))
}

func TestEnding(t *testing.T) {
	for want, err := range map[string]error{
		"  ╰ 1.2s\n":                                    nil,
		"  ╰ interrupted\n":                             tty.ErrInterrupted,
		"  ✗ it broke\n":                                errors.New("it broke"),
		"  ✗ it broke\n    hint: mend it\n":             fault.New("mend it", "it broke"),
		"  ○ skipped: no raw sockets\n    hint: root\n": fmt.Errorf("%w", &chapters.Skipped{Reason: "no raw sockets", Remedy: "root"}),
	} {
		c, out := console(true)
		(&Stage{Console: c}).ending(err, 1234567890)
		assert.Equal(t, want, out.String())
	}
}

func TestRound(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1234567: "1ms", 999 * time.Millisecond: "999ms", 12345 * time.Millisecond: "12.3s", 0: "0s",
	} {
		assert.Equal(t, want, round(d).String())
	}
}
