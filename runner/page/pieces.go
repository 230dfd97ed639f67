package page

import (
	"iter"
	"regexp"
	"strings"
)

// A piece is a fence, a list, a quote, a table, a heading, or a paragraph of
// what stands between two of them. The lines of a fence are kept as they are,
// those of a list hang, those of a quote have a bar; the rest is glamour's to
// lay out.
type piece struct {
	kind     kind
	text     string     // of a list, nothing; of a quote, what is quoted
	language string     // of a fence: the first word of its info string
	items    []item     // of a list
	loose    bool       // of a list: blank lines stand between its items
	rows     [][]string // of a table: the header, then the rest
}

type kind int

const (
	flow kind = iota
	heading
	fence
	list
	quote
	table
)

// pieces takes Markdown apart and leaves comments out.
func pieces(markdown string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		lines := strings.Split(markdown, "\n")
		start := 0 // of the text not yet given
		text := func(end int) bool {
			for _, p := range paragraphs(uncomment(strings.Join(lines[start:end], "\n"))) {
				if !yield(p) {
					return false
				}
			}
			return true
		}
		for i := 0; i < len(lines); {
			p, n := takeFence(lines[i:])
			if n == 0 {
				p, n = takeQuote(lines[i:])
			}
			if n == 0 {
				p, n = takeTable(lines[i:])
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

var (
	between    = regexp.MustCompile(`\n(?:[ \t]*\n)+`)
	definition = regexp.MustCompile(`(?m)^ {0,3}\[[^\]]+\]:`)
	title      = regexp.MustCompile(`^ {0,3}#{1,6}[ \t][^\n]*$|\n {0,3}(?:=+|-+)[ \t]*$`)
)

// paragraphs are those of a text, which is one if it defines where links lead:
// the definitions are for all of it.
func paragraphs(text string) (all []piece) {
	parts := []string{text}
	if !definition.MatchString(text) {
		parts = between.Split(text, -1)
	}
	for _, s := range parts {
		if s = strings.Trim(s, "\n"); strings.TrimSpace(s) == "" {
			continue
		}
		p := piece{text: s}
		if title.MatchString(s) {
			p.kind = heading
		}
		all = append(all, p)
	}
	return all
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
