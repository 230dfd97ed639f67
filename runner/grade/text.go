package grade

import (
	"strings"
	"unicode"
)

// maxText bounds what is kept of what one test or problem shows, in bytes.
const maxText = 4 << 10

// bounded is a text that no terminal, page or XML reader takes amiss: without
// control characters but the line feed, and no longer than maxText.
func bounded(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\uFFFE', r == '\uFFFF':
			return unicode.ReplacementChar
		}
		return r
	}, text)
	text = strings.ToValidUTF8(text, string(unicode.ReplacementChar))
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}

// Line is the first line of a text, safe to show.
func Line(text string) string {
	first, _, _ := strings.Cut(bounded(text), "\n")
	return first
}

// Shown is the name of a file or folder, safe to show on one line.
func Shown(name string) string {
	return bounded(strings.ReplaceAll(name, "\n", string(unicode.ReplacementChar)))
}
