package page

import (
	"regexp"
	"strings"
)

// An item of a list: its bullet or number, with the blanks behind it, and its
// Markdown.
type item struct{ mark, text string }

var marker = regexp.MustCompile(`^( {0,3})([-*+]|\d{1,9}[.)])( {1,4})\S`)

// takeList takes a list off the front of lines, as takeFence does a fence.
func takeList(lines []string) (p piece, n int) {
	p.kind = list
	var column int // where the text of the item at hand begins
	var sort byte  // of its marks: another begins another list
	blank := false // the line before is empty
	for _, line := range lines {
		m := marker.FindStringSubmatch(line)
		inside := column > 0 && len(dedent(line, column)) == len(line)-column
		switch {
		case line == "":
			blank = true
			n++
			continue
		case inside || column > 0 && !blank && m == nil:
			p.add(dedent(line, column), blank)
		case m != nil && !isRule(line) && (len(p.items) == 0 || sort == m[2][len(m[2])-1]):
			sort = m[2][len(m[2])-1]
			p.loose = p.loose || blank
			column = len(m[1]) + len(m[2]) + len(m[3])
			p.items = append(p.items, item{bullet(m[2]), line[column:]})
		default:
			return p, n
		}
		n++
		blank = false
	}
	return p, n
}

// add continues the last item of a list.
func (p *piece) add(line string, afterBlank bool) {
	last := &p.items[len(p.items)-1]
	if afterBlank {
		last.text += "\n"
	}
	last.text += "\n" + line
}

// interrupts reports whether a line begins a list though text stands directly
// before it. A number does only if it is 1 (CommonMark 0.31, section 5.3).
func interrupts(line string) bool {
	m := marker.FindStringSubmatch(line)
	return m != nil && (len(m[2]) == 1 || m[2][:len(m[2])-1] == "1")
}

func bullet(mark string) string {
	if mark == "-" || mark == "*" || mark == "+" {
		return "• "
	}
	return mark + " "
}

// isRule reports whether a line that begins like an item is a thematic break.
func isRule(line string) bool {
	s := strings.ReplaceAll(line, " ", "")
	return len(s) >= 3 && strings.Trim(s, s[:1]) == ""
}

// dedent takes up to n blanks off the front of a line.
func dedent(line string, n int) string {
	for ; n > 0 && strings.HasPrefix(line, " "); n-- {
		line = line[1:]
	}
	return line
}
