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

// inlines are what inline looks at: code, a link, and letters joined by marks.
var inlines = regexp.MustCompile("``.+?``|`[^`]*`|!?\\[([^\\]]+)\\]\\(([^)\\s]+)\\)|[\\pL\\pN]+(?:[-.,+/:@_]+[\\pL\\pN]+)+")

// oneLine joins a paragraph's lines. glamour would end bold text at the end of a
// source line and begin it anew.
func oneLine(text string) string {
	if moreThanText.MatchString(text) {
		return text
	}
	return strings.ReplaceAll(text, "\n", " ")
}

// moreThanText finds what is not one paragraph's text: a blank line, a heading,
// the definition of a link.
var moreThanText = regexp.MustCompile(`\n[ \t]*\n|(?m:^ {0,3}(#|=+[ \t]*$|-+[ \t]*$|\[[^\]]*\]:))`)

// inline makes a link into the workbook's own files what it is on a console, a
// file's name; links to elsewhere keep their address. It joins what glamour is
// not to break in lines of width letters; 0 is no limit.
func inline(text string, width int) string {
	return inlines.ReplaceAllStringFunc(text, func(s string) string {
		m := inlines.FindStringSubmatch(s)
		label, target := m[1], m[2]
		if label != "" {
			s = strings.Replace(s, label, inline(label, width), 1)
		}
		switch {
		case s[0] == '`':
			return span(s, width)
		case label == "":
			return joined.Replace(s)
		case strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:"):
			return strings.TrimSuffix(s, target+")") + joined.Replace(target) + ")"
		case strings.HasPrefix(target, "#"), strings.Trim(label, "`*_") == target:
			return label
		}
		return label + " (" + target + ")"
	})
}

// span joins the words of code that has room on one line. A blank beside the
// backticks is theirs.
func span(s string, width int) string {
	s = joined.Replace(s)
	code := strings.Trim(s, "` \n")
	if width > 0 && utf8.RuneCountInString(code)+len("``") > width {
		return s
	}
	return strings.Replace(s, code, blanks.Replace(code), 1)
}

// glamour breaks a line behind any of these marks, and ends bold text at an
// underscore to begin it anew. An address that is broken cannot be copied, and
// -- at the end of a line is no flag. joined puts letters of a private-use area
// in their place, blanks does so for the space between words, and parted takes
// them back.
var (
	joined = strings.NewReplacer("-", "\ue000", ".", "\ue001", ",", "\ue002", ";", "\ue003", "+", "\ue004", "_", "\ue006")
	blanks = strings.NewReplacer(" ", "\ue005", "\n", "\ue005")
	parted = strings.NewReplacer("\ue000", "-", "\ue001", ".", "\ue002", ",", "\ue003", ";", "\ue004", "+", "\ue005", " ", "\ue006", "_")
)

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
