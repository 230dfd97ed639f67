// Package tty is where the runner reads from and writes to: a terminal, with
// its width, its colours and its keys, or a pipe, with none of them.
package tty

import (
	"io"
	"os"
	"strconv"
	"sync"

	"golang.org/x/term"
)

// Bounds of the width that text is laid out for, in columns. Lines longer than
// maxWidth are hard to read, and below minWidth there is nothing to lay out.
const (
	minWidth     = 20
	maxWidth     = 100
	defaultWidth = 80
)

// A Console is the three standard streams and the environment that says how to
// use them.
type Console struct {
	In  io.Reader
	Out *Output
	Err io.Writer

	// Getenv looks an environment variable up, as os.Getenv does.
	Getenv func(string) string

	// Interrupts delivers each Ctrl-C. Whoever is at work takes it.
	Interrupts <-chan os.Signal

	// Terminal says that Out is one: text is laid out for a person.
	Terminal bool
	// Colour says that Out shows it and that the reader has not refused it.
	Colour bool
	// Prompts says that a person can be asked: In and Out are terminals.
	Prompts bool

	ansi        bool // Out understands escape sequences
	outFd, inFd int

	mu     sync.Mutex
	saved  *term.State // how the terminal was, while it is in raw mode
	chunks chan chunk
	asked  bool // a read of In is under way
}

// New returns the console of the given streams. A stream that is no *os.File
// is no terminal.
func New(in io.Reader, out, errw io.Writer, getenv func(string) string, interrupts <-chan os.Signal) *Console {
	c := &Console{
		In: in, Out: &Output{w: out}, Err: errw, Getenv: getenv, Interrupts: interrupts,
		outFd: -1, inFd: -1,
		chunks: make(chan chunk, 1),
	}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.outFd, c.Terminal = int(f.Fd()), true
		c.ansi = understandsEscapes(c.outFd, getenv("TERM"))
		c.Colour = c.ansi && getenv("NO_COLOR") == ""
	}
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.inFd = int(f.Fd())
		c.Prompts = c.Terminal
	}
	return c
}

// Width is how many columns to lay text out for: the terminal's as it is now,
// or COLUMNS in a pipe, or 80; never fewer than 20 nor more than 100.
func (c *Console) Width() int {
	width, _ := c.Size()
	if width <= 0 {
		width, _ = strconv.Atoi(c.Getenv("COLUMNS")) // 0 unless a number
	}
	if width <= 0 {
		width = defaultWidth
	}
	return min(max(width, minWidth), maxWidth)
}

// Size is how many columns and lines the terminal has, as it is now; 0 if it
// does not say, and of a pipe.
func (c *Console) Size() (columns, lines int) {
	if !c.Terminal {
		return 0, 0
	}
	columns, lines, _ = term.GetSize(c.outFd) // 0 if the terminal does not say
	return columns, lines
}
