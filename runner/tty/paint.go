package tty

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// The colours are the sixteen that every terminal lets its user choose, so
// that they can be read on a dark ground and on a light one.
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
)

func (c *Console) paint(code, s string) string {
	if !c.Colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + Reset
}

// Reset is the escape sequence that ends every colour.
const Reset = "\x1b[0m"

// Escape is the length of the escape sequence for a colour at the start of s,
// 0 if there is none.
func Escape(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return 1 + strings.IndexByte(s, 'm')
}

// Bold, Dim, Good and Bad show s so where there is colour, and as it is where
// there is none.
func (c *Console) Bold(s string) string { return c.paint(bold, s) }
func (c *Console) Dim(s string) string  { return c.paint(faint, s) }
func (c *Console) Good(s string) string { return c.paint(green, s) }
func (c *Console) Bad(s string) string  { return c.paint(red, s) }

// parties have colours of their own in every example; any other takes one of
// the rest, always the same for the same name.
var (
	parties = map[string]string{"server": "36", "client": "33", "kernel": "35"}
	others  = []string{"32", "34", "31", "96", "93", "95", "92", "94"}
)

// Party shows s in the colour of the named party of an example.
func (c *Console) Party(name, s string) string {
	code, ok := parties[name]
	if !ok {
		h := fnv.New32a()
		fmt.Fprint(h, name)
		code = others[h.Sum32()%uint32(len(others))]
	}
	return c.paint(code, s)
}
