// Package page renders Markdown for the console: in the terminal's own colours
// where there are any, as plain text where there are none.
package page

import (
	"fmt"
	"iter"
	"strings"

	"github.com/charmbracelet/glamour"

	"sockbook/runner/tty"
)

// Margin is what stands to the left of a page, and to the right at least.
const Margin = "  "

// A Renderer writes Markdown to a console, laid out for the width that the
// console has at that moment. Nothing is built before it is needed: the first
// line of a page must not wait for the colours of its last.
type Renderer struct {
	console *tty.Console
	widths  map[int]*glamour.TermRenderer // by the width they wrap at; 0: they do not
}

// New returns a renderer for console.
func New(console *tty.Console) *Renderer {
	return &Renderer{console: console, widths: make(map[int]*glamour.TermRenderer)}
}

// A Part of a page is a paragraph, a heading, a list, a fence, and a blank line
// behind it.
type Part struct {
	Text    string
	Heading bool
}

// Render lays out markdown. HTML comments are left out. Fences keep their lines
// as they are; a terminal's are wrapped where they would run over its edge.
func (r *Renderer) Render(markdown string) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		width := r.console.Width() - 2*len(Margin)
		for p := range pieces(markdown) {
			text, flush := r.flush(p)
			if !flush {
				text = indent(r.piece(p, width), Margin, Margin)
			}
			if strings.TrimSpace(text) != "" && !yield(Part{text + "\n\n", p.kind == heading}) {
				return
			}
		}
	}
}

// piece lays out one piece in width columns.
func (r *Renderer) piece(p piece, width int) string {
	switch p.kind {
	case fence:
		return r.fence(p, width)
	case list:
		return r.list(p, width)
	case quote:
		return r.quote(p, width)
	case table:
		return r.table(p, width)
	case flow:
		p.text = oneLine(p.text)
	}
	return parted.Replace(render(r.wrapping(width), inline(p.text, width)))
}

// quote lays out a quote behind a bar.
func (r *Renderer) quote(p piece, width int) string {
	bar := "| "
	if r.console.Terminal {
		bar = r.console.Dim("│ ")
	}
	var parts []string
	for inner := range pieces(p.text) {
		parts = append(parts, r.piece(inner, max(width-2, 1)))
	}
	return indent(strings.Join(parts, "\n\n"), bar, bar)
}

// list lays out a list with each item's lines under its first. glamour would
// set them under the bullet.
func (r *Renderer) list(p piece, width int) string {
	var lines []string
	for i, item := range p.items {
		if i > 0 && p.loose {
			lines = append(lines, "")
		}
		blank := strings.Repeat(" ", len([]rune(item.mark)))
		first := item.mark
		for inner := range pieces(item.text) {
			text := r.piece(inner, max(width-len(blank), 1))
			if first == "" && p.loose {
				lines = append(lines, "")
			}
			lines = append(lines, indent(text, first+blank[len([]rune(first)):], blank))
			first = ""
		}
		if first != "" {
			lines = append(lines, strings.TrimRight(first, " "))
		}
	}
	return strings.Join(lines, "\n")
}

// wrapping returns the renderer that wraps at width.
func (r *Renderer) wrapping(width int) *glamour.TermRenderer {
	if made := r.widths[width]; made != nil {
		return made
	}
	style, formatter := r.style()
	made, err := glamour.NewTermRenderer(
		glamour.WithStyles(style),
		glamour.WithChromaFormatter(formatter),
		glamour.WithWordWrap(width),
	)
	if err != nil {
		panic(fmt.Sprint("page: ", err)) // no option above can fail
	}
	r.widths[width] = made
	return made
}

// render never fails: what glamour cannot lay out is shown as it was written.
func render(r *glamour.TermRenderer, markdown string) (text string) {
	defer func() {
		if recover() != nil { // it is a lesson's reader who would see the stack
			text = markdown
		}
	}()
	text, err := r.Render(markdown)
	if err != nil {
		return markdown
	}
	return trim(text)
}
