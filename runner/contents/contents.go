// Package contents shows the table of contents, how far the reader is, and
// what to type next.
package contents

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"sockbook/chapters"
	"sockbook/runner/lab"
	"sockbook/runner/tty"
)

// A Row is one chapter and how far the reader is in it.
type Row struct {
	Number  int
	Title   string
	Promise string

	Sections int    // of the lesson
	Read     int    // of them
	At       string // the section to read next, "4.2 Framing"; "" before the first
	Finished bool   // the lesson was read to its end

	Examples int // of the chapter
	Ran      int // of them, to their end

	Lab     *lab.Progress // nil if the chapter has none
	Handout bool          // what the lab asks was read
}

// A Page is what is shown.
type Page struct {
	Rows    []Row
	Last    int    // the number of the chapter read last, 0 if there is none
	Command string // how the reader calls this program
}

// Show prints the chapters, a line each, and what to type next.
func (p *Page) Show(console *tty.Console) {
	fmt.Fprintf(console.Out, "\n  %s\n\n", console.Bold("The Socket Workbook"))
	next, also := p.steps()
	p.table(console, next)
	if len(p.Rows) > 0 {
		p.onward(console, next)
	}
	p.commands(console, next, also)
	fmt.Fprintln(console.Out)
}

// onward says what is next, and the one command for it.
func (p *Page) onward(console *tty.Console, next *step) {
	if next == nil {
		fmt.Fprintf(console.Out, "\n  %s\n\n", console.Good("Everything is read, and every lab is solved."))
		return
	}
	text := "Next: " + next.what
	switch can, ok := strings.CutPrefix(next.promise, "You can "); {
	case ok:
		text += ". Afterwards you can " + can
	case next.promise != "":
		text += ". Afterwards: " + next.promise
	}
	fmt.Fprintln(console.Out)
	for _, line := range tty.Wrap(text, console.Width()-2, 0, "") {
		fmt.Fprintf(console.Out, "  %s\n", line)
	}
	fmt.Fprintf(console.Out, "\n      %s\n\n", console.Bold(p.Command+" "+next.words))
}

// commands are the others that a reader may want here.
func (p *Page) commands(console *tty.Console, next *step, also []step) {
	list := "ch01 list"
	if next != nil {
		list = name(next.row) + " list"
	} else if len(p.Rows) > 0 {
		list = name(&p.Rows[0]) + " list"
	}
	also = append(also,
		step{words: list, what: "the examples of a chapter"},
		step{words: "doctor", what: "what this machine can do"},
		step{words: "help", what: "everything else"})
	widest := 0
	for _, s := range also {
		widest = max(widest, utf8.RuneCountInString(p.Command+" "+s.words))
	}
	for _, s := range also {
		line := fmt.Sprintf("%-*s  %s", widest, p.Command+" "+s.words, console.Dim(s.what))
		for _, part := range tty.Wrap(line, console.Width()-2, widest+2, "") {
			fmt.Fprintf(console.Out, "  %s\n", part)
		}
	}
}

// name is what a chapter is called on the command line.
func name(r *Row) string { return fmt.Sprintf("ch%02d", r.Number) }

// Sections are the lesson's, with the index of the one that has the slug, -1
// if there is none.
func Sections(c *chapters.Chapter, slug string) (n, index int) {
	index = -1
	source, err := c.Lesson()
	if err != nil {
		return 0, index // a chapter without a lesson yet
	}
	lesson, _ := chapters.ParseLesson(source) // its error is its author's business; it is whole even so
	for i, s := range lesson.Sections {
		if s.Slug == slug && slug != "" {
			index = i
		}
	}
	return len(lesson.Sections), index
}

// A cell is one number of a row, out of how many there are.
type cell struct {
	text string
	look func(*tty.Console, string) string
}

func count(n, of int, done bool) cell {
	text := fmt.Sprintf("%d of %d", n, of)
	switch {
	case of == 0:
		return cell{text: "none", look: (*tty.Console).Dim}
	case done:
		return cell{"✓ " + text, (*tty.Console).Good}
	case n == 0:
		return cell{text, (*tty.Console).Dim}
	}
	return cell{text, func(_ *tty.Console, s string) string { return s }}
}

// cells are a row's: its lesson, its examples, its lab.
func (r *Row) cells() []cell {
	read := r.Read
	if r.Finished {
		read = r.Sections
	}
	all := []cell{
		count(read, r.Sections, r.Finished),
		count(r.Ran, r.Examples, r.Ran == r.Examples),
	}
	switch l := r.Lab; {
	case l == nil:
		return append(all, count(0, 0, false))
	case !l.Started:
		return append(all, cell{fmt.Sprintf("%d tests", l.Tests), (*tty.Console).Dim})
	default:
		return append(all, count(l.Passed, l.Tests, l.Passed == l.Tests))
	}
}

var heads = []string{"sections", "examples", "lab"}

// table shows a line for each chapter, or two where there is no room.
func (p *Page) table(console *tty.Console, next *step) {
	title, widths := 0, make([]int, len(heads))
	for i, h := range heads {
		widths[i] = utf8.RuneCountInString(h)
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		title = max(title, utf8.RuneCountInString(r.Title))
		for j, c := range r.cells() {
			widths[j] = max(widths[j], utf8.RuneCountInString(c.text))
		}
	}
	const margin, number, gap = 2, 6, 2 // "→ ", "ch01  "
	total := margin + number + title
	for _, w := range widths {
		total += gap + w
	}
	if total > console.Width() {
		p.narrow(console, next)
		return
	}
	head := strings.Repeat(" ", margin+number+title)
	for j, h := range heads {
		head += strings.Repeat(" ", gap+widths[j]-utf8.RuneCountInString(h)) + h
	}
	fmt.Fprintln(console.Out, console.Dim(head))
	for i := range p.Rows {
		r := &p.Rows[i]
		fmt.Fprint(console.Out, mark(next, r), name(r), "  ", console.Bold(r.Title), strings.Repeat(" ", title-utf8.RuneCountInString(r.Title)))
		for j, c := range r.cells() {
			fmt.Fprint(console.Out, strings.Repeat(" ", gap+widths[j]-utf8.RuneCountInString(c.text)), c.look(console, c.text))
		}
		fmt.Fprintln(console.Out)
	}
}

// narrow shows each chapter's numbers below its title.
func (p *Page) narrow(console *tty.Console, next *step) {
	for i := range p.Rows {
		r := &p.Rows[i]
		fmt.Fprintf(console.Out, "%s%s  %s\n", mark(next, r), name(r), console.Bold(r.Title))
		var numbers []string
		for j, c := range r.cells() {
			numbers = append(numbers, heads[j]+" "+c.text)
		}
		for _, line := range tty.Wrap(strings.Join(numbers, ", "), console.Width()-4, 0, "") {
			fmt.Fprintf(console.Out, "    %s\n", line)
		}
	}
}

// mark stands before the chapter that is next.
func mark(next *step, r *Row) string {
	if next != nil && next.row == r {
		return "→ "
	}
	return "  "
}
