package page

import (
	"strings"
	"unicode/utf8"

	"sockbook/runner/tty"
)

// fenceIndent is what stands before each line of a fence, behind the margin.
const fenceIndent = "  "

// hang is how much farther in than its line a continuation is.
const hang = 4

// fence lays out a fence on a page of width columns.
func (r *Renderer) fence(p piece, width int) string {
	columns, _ := r.console.Size()
	left := r.console.Width() - width - len(Margin) + len(fenceIndent)
	return indent(r.wrapped(r.source(p), left, columns), fenceIndent, fenceIndent)
}

// source renders a fence: source in colour if there is colour, and otherwise
// letter for letter.
func (r *Renderer) source(p piece) string {
	text := strings.TrimRight(expand(p.text), "\n")
	if !r.console.Colour || p.language == "" || p.language == "text" {
		return text
	}
	mark := strings.Repeat("`", 3+strings.Count(text, "`")) // longer than any in the text
	return render(r.wrapping(0), mark+p.language+"\n"+text+"\n"+mark)
}

// flush lays out a fence from the terminal's first column, if there its lines
// have room, and behind the margin they have not.
func (r *Renderer) flush(p piece) (text string, ok bool) {
	columns, _ := r.console.Size()
	if p.kind != fence || columns == 0 {
		return "", false
	}
	widest := 0
	for line := range strings.Lines(expand(p.text)) {
		widest = max(widest, utf8.RuneCountInString(strings.TrimRight(line, "\n")))
	}
	if widest >= columns || widest < columns-len(Margin)-len(fenceIndent) {
		return "", false
	}
	return r.source(p), true
}

// wrapped wraps the lines of a fence where a terminal of so many columns would:
// at its edge, less what stands to the left. What continues a line is set in
// farther than the line, and marked: in source, more room alone has a meaning.
func (r *Renderer) wrapped(text string, left, columns int) string {
	if columns == 0 {
		return text
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		plain := bare(line)
		own := len(plain) - len(strings.TrimLeft(plain, " "))
		lines = append(lines, tty.Wrap(line, columns-left-1, own+hang, r.console.Dim("↪ "))...)
	}
	return strings.Join(lines, "\n")
}
