package tty

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// console is one of pipes, with the given variables.
func console(in string, env map[string]string) (*Console, *bytes.Buffer) {
	var out bytes.Buffer
	interrupts := make(chan os.Signal, 1)
	return New(strings.NewReader(in), &out, &out, func(name string) string { return env[name] }, interrupts), &out
}

func TestWidth(t *testing.T) {
	for columns, want := range map[string]int{
		"": 80, "60": 60, "20": 20, "19": 20, "1": 20, "0": 80, "-3": 80, "abc": 80, "5000": 100, "99999999999999999999": 100, " 60": 80,
	} {
		c, _ := console("", map[string]string{"COLUMNS": columns})
		assert.Equal(t, want, c.Width(), "COLUMNS=%s", columns)
	}
}

func TestAPipeIsPlain(t *testing.T) {
	c, _ := console("", map[string]string{"TERM": "xterm-256color"})
	assert.False(t, c.Terminal)
	assert.False(t, c.Prompts)
	assert.Equal(t, "text", c.Bold("text")+c.Dim("")+c.Party("server", ""))
}

func TestPaint(t *testing.T) {
	c, _ := console("", nil)
	c.Colour = true
	assert.Equal(t, "\x1b[1mtext\x1b[0m", c.Bold("text"))
	assert.Empty(t, c.Bold(""))
	assert.NotEqual(t, c.Party("server", "x"), c.Party("client", "x"))
	assert.Equal(t, c.Party("relay", "x"), c.Party("relay", "x"))
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestOutputRemembersItsFailure(t *testing.T) {
	full := errors.New("no space")
	o := &Output{w: broken{full}}
	calls := 0
	o.OnFailure(func() { calls++ })
	assert.False(t, o.Failed())
	for range 3 {
		_, err := o.Write([]byte("x"))
		require.ErrorIs(t, err, full)
	}
	assert.True(t, o.Failed())
	require.ErrorIs(t, o.Err(), full)
	assert.Equal(t, 1, calls)
}

func TestOutputForgivesAClosedPipe(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	defer w.Close()
	o := &Output{w: w}
	_, err = o.Write([]byte("x"))
	require.Error(t, err)
	assert.True(t, o.Failed())
	assert.NoError(t, o.Err())
}

func TestInterruptible(t *testing.T) {
	interrupts := make(chan os.Signal, 1)
	c := New(strings.NewReader(""), io.Discard, io.Discard, os.Getenv, interrupts)
	ctx, release := c.Interruptible(context.Background())
	interrupts <- os.Interrupt
	<-ctx.Done()
	require.ErrorIs(t, context.Cause(ctx), ErrInterrupted)
	release()
	assert.False(t, c.Interrupted(), "it was taken")

	ctx, release = c.Interruptible(context.Background())
	release()
	<-ctx.Done()
	interrupts <- os.Interrupt
	assert.True(t, c.Interrupted(), "nobody else took it")
	assert.False(t, c.Interrupted())
}

func TestLine(t *testing.T) {
	for in, want := range map[string]struct {
		line string
		err  error
	}{
		" an answer \n":   {line: "an answer"},
		"\n":              {},
		"a\x1b[D\x07 q\n": {line: "a q"},
		"q\n":             {err: ErrLeave},
		"Q":               {err: ErrLeave},
		"":                {err: ErrLeave},
	} {
		c, out := console(in, nil)
		line, err := c.Line(t.Context(), "why? ")
		assert.ErrorIs(t, err, want.err, "%q", in)
		assert.Equal(t, want.line, line, "%q", in)
		assert.Contains(t, out.String(), "why? ")
	}
}

func TestKeystrokes(t *testing.T) {
	assert.Equal(t, []string{"a", "\x1b[A", "\x1b[6~", "\x1bOP", "\r", "é", "\x1b", "\n"},
		keystrokes.FindAllString("a\x1b[A\x1b[6~\x1bOP\ré\x1b\n", -1))
}

// What an editor is given: text, Backspace and what moves within a line,
// however a read cuts it.
func TestKeyboard(t *testing.T) {
	reads := []string{"a\x1b", "[Db\x1b[1", "5~c\x1b", "\r\x1bOPé\x1b[A\x7f", "\x1b[5~\x0c", "d"}
	k := &keyboard{next: func() (string, error) {
		if len(reads) == 0 {
			return "", ErrLeave
		}
		text := reads[0]
		reads = reads[1:]
		return text, nil
	}}
	var got []byte
	for buf := make([]byte, 2); ; {
		n, err := k.Read(buf)
		got = append(got, buf[:n]...)
		if err != nil {
			require.ErrorIs(t, err, ErrLeave)
			break
		}
	}
	assert.Equal(t, "a\x1b[Dbc\ré\x7fd", string(got))
}

func TestFit(t *testing.T) {
	c, _ := console("", map[string]string{"COLUMNS": "20"})
	assert.Equal(t, "short", c.fit("short"))
	assert.Equal(t, "123456789012345678…", c.fit("1234567890123456789012"), "room is left for the cursor")
}

// Lines of an example and of source hang.
func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"short"}, Wrap("short", 20, 4, ""))
	assert.Equal(t, []string{"server: one two", "        three four"}, Wrap("server: one two three four", 18, 8, ""))
	assert.Equal(t, []string{"xxxxxxxxxx", "xxxxx"}, Wrap(strings.Repeat("x", 15), 10, 0, ""), "what has no blank is cut")
	assert.Equal(t, []string{"→→→→→→→→→→", "→"}, Wrap(strings.Repeat("→", 11), 10, 0, ""), "letters count, not bytes")
	assert.Equal(t, []string{""}, Wrap("", -5, 0, ""))
	assert.Equal(t, []string{"one two", "    ↪ three", "    ↪ four"}, Wrap("one two three four", 12, 6, "↪ "), "the mark stands before the text")
	assert.Equal(t, []string{"one two", "     three", "     four"}, Wrap("one two three four", 10, 6, "123456"), "no mark where there is no room for one")
	for width := range 40 {
		for _, part := range Wrap("server: "+strings.Repeat("word ", 20), width, 8, "") {
			assert.LessOrEqual(t, len(part), max(width, 10))
		}
	}
}

// A colour goes out before a line ends and on again behind the hang.
func TestWrapColour(t *testing.T) {
	const red, bold = "\x1b[31m", "\x1b[1m"
	assert.Equal(t, []string{"a " + red + "one two" + Reset, "    " + red + "three" + Reset + " b"},
		Wrap("a "+red+"one two three"+Reset+" b", 12, 4, ""))
	assert.Equal(t, []string{red + bold + "aaaaaaaaaa" + Reset, "  " + red + bold + "a" + Reset},
		Wrap(red+bold+"aaaaaaaaaaa"+Reset, 10, 2, ""))
	assert.Equal(t, []string{red + "one" + Reset}, Wrap(red+"one"+Reset+"   ", 10, 0, ""))
}
