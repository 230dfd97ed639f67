package tty

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"unicode/utf8"

	"golang.org/x/term"
)

// ErrLeave is returned when the reader asks to leave: q, Ctrl-C, Ctrl-D, or a
// terminal that is gone.
var ErrLeave = errors.New("the reader leaves")

// A chunk is what one read of the terminal gave.
type chunk struct {
	text string
	err  error
}

// Key shows prompt and returns the first of keys that the reader presses: "n",
// "\r" for Enter, " ". Any other does nothing. The terminal is in raw mode for
// that long only, and the prompt is gone afterwards. What was typed before the
// question was asked does not answer it.
func (c *Console) Key(ctx context.Context, prompt string, keys ...string) (string, error) {
	if err := c.raw(); err != nil {
		return "", err
	}
	defer c.Restore()
	forget(c.inFd)
	fmt.Fprint(c.Out, c.Dim(c.fit(prompt)))
	defer c.erase()
	for {
		typed, err := c.next(ctx)
		if err != nil {
			return "", err
		}
		for _, key := range keystrokes.FindAllString(typed, -1) {
			switch {
			case key == "q", key == "Q", key == ctrlC, key == ctrlD:
				return "", ErrLeave
			case slices.Contains(keys, key):
				return key, nil
			}
		}
	}
}

// What a terminal in raw mode sends for Ctrl-C and Ctrl-D.
const (
	ctrlC = "\x03"
	ctrlD = "\x04"
)

// keystrokes takes apart what a terminal sends: a key that is no letter sends
// a sequence that begins with ESC [ (ECMA-48) or ESC O.
var keystrokes = regexp.MustCompile(`\x1b\[[0-9;]*[@-~]|\x1bO.|(?s:.)`)

// next returns what one read of the terminal gives. A read cannot be taken
// back: if ctx ends first, it stays under way and the next call waits for it.
func (c *Console) next(ctx context.Context) (string, error) {
	if !c.asked {
		c.asked = true
		go func() {
			buf := make([]byte, 4096)
			n, err := c.In.Read(buf)
			c.chunks <- chunk{string(buf[:n]), err}
		}()
	}
	select {
	case got := <-c.chunks:
		c.asked = false
		if got.text == "" && got.err != nil {
			if got.err == io.EOF {
				return "", ErrLeave
			}
			return "", errors.Join(ErrLeave, got.err)
		}
		return got.text, nil
	case <-c.Interrupts:
		return "", ErrLeave
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

func (c *Console) raw() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	state, err := term.MakeRaw(c.inFd)
	if err != nil {
		return err
	}
	c.saved = state
	return nil
}

// Restore gives the terminal back as it was found. It may be called at any
// time, from any goroutine.
func (c *Console) Restore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.saved != nil {
		_ = term.Restore(c.inFd, c.saved) // fails only if the terminal is gone
		c.saved = nil
	}
}

// erase takes the prompt back, or ends its line where that cannot be done.
func (c *Console) erase() {
	if c.ansi {
		fmt.Fprint(c.Out, "\r\x1b[K")
	} else {
		fmt.Fprint(c.Out, "\r\n")
	}
}

// fit cuts a prompt to one line, so that erase finds all of it.
func (c *Console) fit(prompt string) string {
	width := c.Width() - 1
	if utf8.RuneCountInString(prompt) <= width {
		return prompt
	}
	return string([]rune(prompt)[:width-1]) + "…"
}
