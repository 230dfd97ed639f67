package tty

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// Line shows prompt and returns the line that the reader types, without what
// no letter is. A q alone leaves.
func (c *Console) Line(ctx context.Context, prompt string) (string, error) {
	forget(c.inFd)
	read := c.plain
	if c.ansi && c.inFd >= 0 {
		read = c.edited
	}
	line, err := read(ctx, c.Dim(c.fit(prompt)))
	if err != nil {
		fmt.Fprintln(c.Out) // the reader's own newline did not come
		return "", err
	}
	line = strings.TrimSpace(letters(line))
	if strings.EqualFold(line, "q") {
		return "", ErrLeave
	}
	return line, nil
}

// plain leaves the editing of the line to the terminal.
func (c *Console) plain(ctx context.Context, prompt string) (string, error) {
	fmt.Fprint(c.Out, prompt)
	return c.next(ctx)
}

// edited has the line edited by package term: a terminal by itself takes an
// arrow key for part of the text.
func (c *Console) edited(ctx context.Context, prompt string) (string, error) {
	if err := c.raw(); err != nil {
		return "", err
	}
	defer c.Restore()
	keys := &keyboard{next: func() (string, error) { return c.next(ctx) }}
	editor := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{keys, c.Out}, prompt)
	if columns, lines := c.Size(); columns > 0 {
		_ = editor.SetSize(columns, lines) // fails only where there is text already
	}
	line, err := editor.ReadLine()
	if err == io.EOF { // Ctrl-C, or Ctrl-D in an empty line
		return "", ErrLeave
	}
	return line, err
}

// A keyboard is what next gives without the keys that an editor of one line
// has no use for, or would take for text.
type keyboard struct {
	next func() (string, error)
	part string // the beginning of an escape sequence
	rest []byte // what there was no room for
}

// unfinished is the beginning of an escape sequence, up to the end of a text.
var unfinished = regexp.MustCompile(`\x1b(\[[0-9;]*|O)?$`)

// editing are the escape sequences that move within a line: left, right, Home,
// End and Delete.
var editing = []string{"\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~"}

func (k *keyboard) Read(p []byte) (int, error) {
	for len(k.rest) == 0 {
		text, err := k.next()
		if err != nil {
			return 0, err
		}
		text = k.part + text
		k.part = unfinished.FindString(text)
		for _, key := range keystrokes.FindAllString(strings.TrimSuffix(text, k.part), -1) {
			if key[0] != '\x1b' && key != ctrlL || slices.Contains(editing, key) {
				k.rest = append(k.rest, key...)
			}
		}
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}

// ctrlL would clear the screen.
const ctrlL = "\x0c"

// letters is a text without escape sequences and control characters.
func letters(text string) string {
	var b strings.Builder
	for _, key := range keystrokes.FindAllString(text, -1) {
		if r := []rune(key); len(r) == 1 && !unicode.IsControl(r[0]) {
			b.WriteString(key)
		}
	}
	return b.String()
}
