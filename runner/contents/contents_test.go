package contents

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"sockbook/runner/lab"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// course is three chapters of which nothing is done. The last has no lab.
func course() *Page {
	return &Page{Command: "runner", Rows: []Row{
		{Number: 1, Title: "First", Promise: "You can begin.", Sections: 4, Examples: 2, Lab: &lab.Progress{Tests: 3}},
		{Number: 2, Title: "Second things", Promise: "Given much you go on.", Sections: 20, Examples: 10, Lab: &lab.Progress{Tests: 12}},
		{Number: 3, Title: "Third", Promise: "You can end.", Sections: 5, Examples: 1},
	}}
}

func (r *Row) finish() {
	r.Finished, r.Read, r.Ran = true, r.Sections, r.Examples
	if r.Lab != nil {
		*r.Lab = lab.Progress{Tests: r.Lab.Tests, Started: true, Checked: true, Passed: r.Lab.Tests, Solved: true}
	}
}

func (r *Row) begin() { r.Read, r.At = 1, "2 On" }

// The chapter that was read last is the one to go on with, its lesson before
// its lab, and what else is begun is offered beside it.
func TestSteps(t *testing.T) {
	begunLab := &lab.Progress{Tests: 3, Started: true}
	for name, tt := range map[string]struct {
		done func(p *Page, r []Row)
		next string
		also []string
	}{
		"nothing done":                 {func(*Page, []Row) {}, "ch01", nil},
		"one begun":                    {func(_ *Page, r []Row) { r[1].begin() }, "ch02", nil},
		"opened and left":              {func(p *Page, _ []Row) { p.Last = 2 }, "ch02", nil},
		"one read":                     {func(p *Page, r []Row) { r[0].finish(); r[0].Lab = course().Rows[0].Lab; p.Last = 1 }, "ch01 lab", []string{"ch02"}},
		"one done":                     {func(p *Page, r []Row) { r[0].finish(); p.Last = 1 }, "ch02", nil},
		"done, a later one begun":      {func(p *Page, r []Row) { r[0].finish(); r[2].begin(); p.Last = 1 }, "ch02", []string{"ch03"}},
		"a later one read last":        {func(p *Page, r []Row) { r[0].begin(); r[2].begin(); p.Last = 3 }, "ch03", []string{"ch01"}},
		"the last one done":            {func(p *Page, r []Row) { r[2].finish(); p.Last = 3 }, "ch01", nil},
		"a lab begun":                  {func(p *Page, r []Row) { r[0].finish(); r[0].Lab = begunLab; p.Last = 1 }, "ch01 lab check", []string{"ch02"}},
		"a lab begun, another lesson":  {func(p *Page, r []Row) { r[0].finish(); r[0].Lab = begunLab; r[1].begin(); p.Last = 2 }, "ch02", []string{"ch01 lab check"}},
		"the hand-out is read":         {func(p *Page, r []Row) { r[0].Finished, r[0].Handout = true, true; p.Last = 1 }, "ch01 lab start", []string{"ch02"}},
		"lessons read, a lab is left":  {func(p *Page, r []Row) { all(r); r[1].Lab = begunLab; p.Last = 3 }, "ch02 lab check", nil},
		"all done":                     {func(p *Page, r []Row) { all(r); p.Last = 2 }, "", nil},
		"a chapter that is no more":    {func(p *Page, _ []Row) { p.Last = 9 }, "ch01", nil},
		"solved once, then changed":    {func(_ *Page, r []Row) { all(r); r[0].Lab.Passed = 1 }, "", nil},
		"no chapter":                   {func(p *Page, _ []Row) { p.Rows = nil }, "", nil},
		"a chapter without its lesson": {func(p *Page, r []Row) { all(r); r[1] = Row{Number: 2}; p.Last = 1 }, "", nil},
	} {
		p := course()
		tt.done(p, p.Rows)
		next, also := p.steps()
		if tt.next == "" {
			assert.Nil(t, next, name)
		} else if assert.NotNil(t, next, name) {
			assert.Equal(t, tt.next, next.words, name)
		}
		var words []string
		for _, s := range also {
			words = append(words, s.words)
		}
		assert.Equal(t, tt.also, words, name)
	}
}

func all(rows []Row) {
	for i := range rows {
		rows[i].finish()
	}
}

func shown(p *Page, columns string) string {
	var out bytes.Buffer
	c := tty.New(strings.NewReader(""), &out, &out, func(name string) string { return map[string]string{"COLUMNS": columns}[name] }, nil)
	p.Show(c)
	return out.String()
}

func TestShow(t *testing.T) {
	p := course()
	p.Last = 2
	p.Rows[0].finish()
	p.Rows[1] = Row{Number: 2, Title: "Second things", Sections: 20, Read: 7, At: "4.2 Framing", Examples: 10, Ran: 3,
		Lab: &lab.Progress{Tests: 12, Started: true, Checked: true, Passed: 5}}
	want := `
  The Socket Workbook

                       sections  examples       lab
  ch01  First          ✓ 4 of 4  ✓ 2 of 2  ✓ 3 of 3
→ ch02  Second things   7 of 20   3 of 10   5 of 12
  ch03  Third            0 of 5    0 of 1      none

  Next: chapter 2, at 4.2 Framing

      runner ch02

  runner ch02 lab check  the lab of chapter 2: 5 of 12 tests pass
  runner ch02 list       the examples of a chapter
  runner doctor          what this machine can do
  runner help            everything else

`
	for _, columns := range []string{"80", "120", ""} {
		assert.Equal(t, want, shown(p, columns))
	}
}

// First start: what the reader will be able to do, and the two sides of all.
func TestShowBegun(t *testing.T) {
	assert.Contains(t, shown(course(), "80"), `
  Next: chapter 1, First. Afterwards you can begin.

      runner ch01

  runner ch01 list  the examples of a chapter
`)
	p := course()
	p.Rows[0].finish()
	assert.Contains(t, shown(p, "80"), "Next: chapter 2, Second things. Afterwards: Given much you go on.\n")
	all(p.Rows)
	said := shown(p, "80")
	assert.Contains(t, said, "  Everything is read, and every lab is solved.\n\n  runner ch01 list")
	assert.NotContains(t, said, "Next")
	assert.NotContains(t, said, "→")
}

// A narrow window has a chapter's numbers below it, and no line is cut.
func TestShowNarrow(t *testing.T) {
	said := shown(course(), "40")
	assert.Contains(t, said, "→ ch01  First\n    sections 0 of 4, examples 0 of 2,\n    lab 3 tests\n")
	for _, columns := range []string{"40", "52", "53"} {
		for line := range strings.Lines(shown(course(), columns)) {
			assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 53, line)
		}
	}
}

// Colour changes nothing but the colour.
func TestShowInColour(t *testing.T) {
	var out bytes.Buffer
	c := tty.New(strings.NewReader(""), &out, &out, func(string) string { return "" }, nil)
	c.Colour = true
	p := course()
	p.Rows[0].finish()
	p.Show(c)
	assert.Contains(t, out.String(), "\x1b[32m✓ 4 of 4\x1b[0m", "what is done stands out")
	assert.Contains(t, out.String(), "\x1b[2m0 of 20\x1b[0m", "what is not begun stands back")
	plain := out.String()
	for _, code := range []string{"1", "2", "32", "0"} {
		plain = strings.ReplaceAll(plain, "\x1b["+code+"m", "")
	}
	assert.Equal(t, shown(p, "80"), plain)
}
