package page

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// ruler is the second line of a table (GitHub-flavoured Markdown, section
// 4.10).
var ruler = regexp.MustCompile(`^ {0,3}\|? *:?-+:? *(\| *:?-+:? *)*\|? *$`)

// takeTable takes a table off the front of lines, as takeFence does a fence.
func takeTable(lines []string) (p piece, n int) {
	if len(lines) < 2 || !strings.Contains(lines[0], "|") || !strings.Contains(lines[1], "|") || !ruler.MatchString(lines[1]) {
		return p, 0
	}
	p.kind = table
	columns := len(cells(lines[0]))
	if columns != len(cells(lines[1])) {
		return p, 0
	}
	for _, line := range lines {
		if !strings.Contains(line, "|") {
			break
		}
		if n++; n != 2 {
			row := make([]string, columns)
			copy(row, cells(line))
			p.rows = append(p.rows, row)
		}
	}
	return p, n
}

var bars = regexp.MustCompile(`(?:\\.|[^|\\])+|\|`)

// cells are the cells of a line. A bar behind a backslash divides nothing.
func cells(line string) (row []string) {
	line = strings.TrimSpace(line)
	line = strings.TrimPrefix(line, "|")
	cell := ""
	for _, part := range bars.FindAllString(line, -1) {
		if part == "|" {
			row = append(row, strings.TrimSpace(cell))
			cell = ""
		} else {
			cell = strings.ReplaceAll(part, `\|`, "|")
		}
	}
	if cell = strings.TrimSpace(cell); cell != "" {
		row = append(row, cell)
	}
	return row
}

// table lays out a table: columns as wide as they need to be if there is room,
// and otherwise narrower, but never too narrow for a word. glamour's own are
// all of one width, and words are cut.
func (r *Renderer) table(p piece, width int) string {
	natural, least := r.measure(p.rows)
	widths := share(natural, least, width-len(" | ")*(len(natural)-1))
	if widths == nil {
		return r.stacked(p, width)
	}
	bar, rule, cross := " | ", "-", "-|-"
	if r.console.Terminal {
		bar, rule, cross = r.console.Dim(" │ "), "─", "─┼─"
	}
	var lines []string
	for i, row := range p.rows {
		lines = append(lines, r.row(row, widths, bar)...)
		if i == 0 {
			rules := make([]string, len(widths))
			for c, w := range widths {
				rules[c] = strings.Repeat(rule, w)
			}
			lines = append(lines, r.console.Dim(strings.Join(rules, cross)))
		}
	}
	return strings.Join(lines, "\n")
}

// cell lays out one cell in width columns; 0 is on one line.
func (r *Renderer) cell(text string, width int) string {
	return parted.Replace(render(r.wrapping(width), inline(text, width)))
}

// row lays out the cells of a row side by side.
func (r *Renderer) row(row []string, widths []int, bar string) (lines []string) {
	columns := make([][]string, len(row))
	height := 1
	for c, cell := range row {
		columns[c] = strings.Split(r.cell(cell, widths[c]), "\n")
		height = max(height, len(columns[c]))
	}
	for i := range height {
		var line []string
		for c := range columns {
			text := ""
			if i < len(columns[c]) {
				text = columns[c][i]
			}
			room := widths[c] - utf8.RuneCountInString(bare(text))
			line = append(line, text+strings.Repeat(" ", max(room, 0)))
		}
		lines = append(lines, trimLine(strings.Join(line, bar)))
	}
	return lines
}

// stacked lays out a table as a list, a row to an item, for a window that is
// too narrow for its columns.
func (r *Renderer) stacked(p piece, width int) string {
	var lines []string
	for _, row := range p.rows[1:] {
		mark := "• "
		for c, cell := range row {
			if cell == "" {
				continue
			}
			if p.rows[0][c] != "" {
				cell = p.rows[0][c] + ": " + cell
			}
			lines = append(lines, indent(r.cell(cell, max(width-4, 1)), mark, "    "))
			mark = "  "
		}
	}
	return strings.Join(lines, "\n")
}
