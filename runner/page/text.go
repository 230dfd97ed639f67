package page

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// uncomment leaves out HTML comments.
func uncomment(text string) string {
	for {
		start := strings.Index(text, "<!--")
		if start < 0 {
			return text
		}
		end := strings.Index(text[start:], "-->")
		if end < 0 {
			return text[:start]
		}
		text = text[:start] + text[start+end+len("-->"):]
	}
}

var codeOrLink = regexp.MustCompile("`[^`]*`|(!?)\\[([^\\]]+)\\]\\(([^)\\s]+)\\)")

// inline makes a link into the workbook's own files what it is on a console, a
// file's name. Links to elsewhere keep their address.
func inline(text string) string {
	return codeOrLink.ReplaceAllStringFunc(text, func(s string) string {
		m := codeOrLink.FindStringSubmatch(s)
		label, target := m[2], m[3]
		switch {
		case label == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:"):
			return s
		case strings.HasPrefix(target, "#"), strings.Trim(label, "`*_") == target:
			return label
		}
		return label + " (" + target + ")"
	})
}

const tabWidth = 4

// expand turns tabs into blanks: a console's own stops are eight apart and
// count from its edge, not from the margin.
func expand(text string) string {
	var b strings.Builder
	column := 0
	for _, c := range text {
		switch c {
		case '\t':
			n := tabWidth - column%tabWidth
			b.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		case '\n':
			column = 0
		default:
			column++
		}
		b.WriteRune(c)
	}
	return b.String()
}

// indent puts first before the first line of text and rest before the others,
// and nothing before an empty one.
func indent(text, first, rest string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		prefix := rest
		if i == 0 {
			prefix = first
		} else {
			b.WriteByte('\n')
		}
		if line == "" {
			prefix = trimLine(prefix)
		}
		b.WriteString(prefix + line)
	}
	return b.String()
}

// trim takes off the blank lines around a text, all but one of those within,
// and the blanks with which glamour fills each line up to the width, coloured
// or not.
func trim(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = trimLine(line)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// trimLine keeps a line up to its last visible letter, and what ends the
// colours that are still on there.
func trimLine(line string) string {
	end, on := 0, false // behind the last visible letter; whether a colour is on there
	for i, lit := 0, false; i < len(line); {
		if n := escape(line[i:]); n > 0 {
			lit = line[i:i+n] != reset
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(line[i:])
		if line[i] != ' ' {
			end, on = i+n, lit
		}
		i += n
	}
	if on {
		return line[:end] + reset
	}
	return line[:end]
}

const reset = "\x1b[0m"

// escape is the length of the escape sequence at the start of s, 0 if there is
// none.
func escape(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return 1 + strings.IndexByte(s, 'm')
}
