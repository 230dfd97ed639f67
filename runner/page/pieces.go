package page

import (
	"iter"
	"regexp"
	"strings"
)

// A piece is a fence, a list, a quote, or what stands between two of them. The
// lines of a fence are kept as they are, those of a list hang, those of a quote
// have a bar; the rest is glamour's to lay out.
type piece struct {
	kind     kind
	text     string // of a list, nothing; of a quote, what is quoted
	language string // of a fence: the first word of its info string
	items    []item // of a list
	loose    bool   // of a list: blank lines stand between its items
}

type kind int

const (
	flow kind = iota
	fence
	list
	quote
)

// An item of a list: its bullet or number, with the blanks behind it, and its
// Markdown.
type item struct{ mark, text string }

// pieces takes Markdown apart and leaves comments out.
func pieces(markdown string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		lines := strings.Split(markdown, "\n")
		start := 0 // of the text not yet given
		text := func(end int) bool {
			s := strings.Trim(uncomment(strings.Join(lines[start:end], "\n")), "\n")
			return s == "" || yield(piece{text: s})
		}
		for i := 0; i < len(lines); {
			p, n := takeFence(lines[i:])
			if n == 0 {
				p, n = takeQuote(lines[i:])
			}
			if n == 0 && (i == start || lines[i-1] == "" || interrupts(lines[i])) {
				p, n = takeList(lines[i:])
			}
			if n == 0 {
				i++
				continue
			}
			if !text(i) || !yield(p) {
				return
			}
			i += n
			start = i
		}
		text(len(lines))
	}
}

var opening = regexp.MustCompile("^( {0,3})(`{3,}|~{3,})\\s*([^\\s`]*)[^`]*$")

// takeFence takes a fence off the front of lines, and says how many they were; 0
// if none opens there. One that is never closed runs to the end, as CommonMark
// has it.
func takeFence(lines []string) (piece, int) {
	m := opening.FindStringSubmatch(lines[0])
	if m == nil {
		return piece{}, 0
	}
	p := piece{kind: fence, language: m[3]}
	for i, line := range lines[1:] {
		closing := strings.TrimSpace(line)
		if len(closing) >= len(m[2]) && strings.Trim(closing, m[2][:1]) == "" {
			return p, i + 2
		}
		p.text += dedent(line, len(m[1])) + "\n"
	}
	return p, len(lines)
}

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

var quoted = regexp.MustCompile(`^ {0,3}> ?`)

// takeQuote takes a quote off the front of lines, as takeFence does a fence.
func takeQuote(lines []string) (p piece, n int) {
	p.kind = quote
	for _, line := range lines {
		mark := quoted.FindString(line)
		if mark == "" && (n == 0 || line == "") {
			break
		}
		p.text += line[len(mark):] + "\n"
		n++
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
