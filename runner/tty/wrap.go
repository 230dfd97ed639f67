package tty

import (
	"strings"
	"unicode/utf8"
)

// A glyph is a letter and the escape sequences of the colours it stands in.
type glyph struct {
	letter rune
	lit    string
}

// Wrap cuts a line into parts of at most width letters, at a blank where there
// is one. The parts after the first are set hang letters in, and mark, if there
// is one, stands at the end of that room. Colours go out at a cut and on again
// behind it.
func Wrap(line string, width, hang int, mark string) []string {
	width = max(width, 10)
	hang = min(hang, width/2)
	prefix := strings.Repeat(" ", hang)
	if n := len(glyphs(mark)); n <= hang {
		prefix = prefix[n:] + mark
	}
	var parts []string
	rest := trimGlyphs(glyphs(line))
	for room := width; len(rest) > room; room = width - hang {
		cut := room
		for i := room; i > room/2; i-- {
			if rest[i].letter == ' ' {
				cut = i
				break
			}
		}
		parts = append(parts, paintGlyphs(trimGlyphs(rest[:cut])))
		for rest = rest[cut:]; rest[0].letter == ' '; {
			rest = rest[1:]
		}
	}
	parts = append(parts, paintGlyphs(rest))
	for i := range parts[1:] {
		parts[i+1] = prefix + parts[i+1]
	}
	return parts
}

// glyphs takes a line apart.
func glyphs(line string) []glyph {
	var all []glyph
	lit := ""
	for line != "" {
		if n := Escape(line); n > 0 {
			if lit += line[:n]; line[:n] == Reset {
				lit = ""
			}
			line = line[n:]
			continue
		}
		letter, n := utf8.DecodeRuneInString(line)
		all = append(all, glyph{letter, lit})
		line = line[n:]
	}
	return all
}

// trimGlyphs takes off the blanks at the end.
func trimGlyphs(all []glyph) []glyph {
	for len(all) > 0 && all[len(all)-1].letter == ' ' {
		all = all[:len(all)-1]
	}
	return all
}

// paintGlyphs puts together what glyphs took apart.
func paintGlyphs(all []glyph) string {
	var b strings.Builder
	lit := ""
	for _, g := range append(all[:len(all):len(all)], glyph{}) { // the last turns the colours off
		if g.lit != lit {
			if lit != "" {
				b.WriteString(Reset)
			}
			b.WriteString(g.lit)
			lit = g.lit
		}
		if g.letter != 0 {
			b.WriteRune(g.letter)
		}
	}
	return b.String()
}
