package page

import (
	"strings"
	"unicode/utf8"
)

// measure is how wide each column would be with every cell on one line, and
// with a line for every word.
func (r *Renderer) measure(rows [][]string) (natural, least []int) {
	natural, least = make([]int, len(rows[0])), make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			text := bare(r.cell(cell, 0))
			natural[c] = max(natural[c], utf8.RuneCountInString(text), 1)
			for _, word := range append(strings.Fields(text), " ") {
				least[c] = max(least[c], utf8.RuneCountInString(word))
			}
		}
	}
	return natural, least
}

// share divides width among columns: what each needs at least, and the rest to
// whichever is shortest of what it would like. It is nil if there is too
// little.
func share(natural, least []int, width int) []int {
	widths := make([]int, len(least))
	for c := range least {
		widths[c] = least[c]
		width -= least[c]
	}
	if width < 0 {
		return nil
	}
	for ; width > 0; width-- {
		neediest := 0
		for c := range widths {
			if natural[c]*widths[neediest] > natural[neediest]*widths[c] {
				neediest = c
			}
		}
		if widths[neediest] >= natural[neediest] {
			break
		}
		widths[neediest]++
	}
	return widths
}
