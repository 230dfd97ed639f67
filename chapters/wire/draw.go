package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Width is that of a ladder in a lesson, in columns.
const Width = 72

// Narrowest is the least width that a ladder is drawn in.
const Narrowest = 40

// Draw lays a row out in so many columns: a line, or several. all adds what
// is fine.
func (r *Row) Draw(width int, all bool) []string {
	width = max(width, Narrowest)
	number := fmt.Sprintf("%-3d", r.Pair)
	switch {
	case r.Printed:
		return r.printed(width)
	case r.Gap > 0:
		return []string{centred(fmt.Sprintf("%s later", short(r.Gap)), width)}
	case r.Title != nil:
		return r.Title.draw(number, width)
	}
	text, below := r.text(width-len(number)-8, all)
	lines := []string{number + arrow(text, width-len(number), r.Back)}
	for _, more := range below {
		for _, part := range wrap(more, width-len(number)-6) {
			lines = append(lines, number+"│    "+padded(part, width-len(number)-6)+"│")
		}
	}
	return lines
}

// printed is what the program printed, in the column of the ladder.
func (r *Row) printed(width int) []string {
	mark := "» "
	var lines []string
	for _, part := range wrap(r.Print, width-5) {
		lines = append(lines, "   "+mark+part)
		mark = "  "
	}
	return lines
}

// text is what stands on the arrow, and what has no room there.
func (r *Row) text(room int, all bool) (text string, below []string) {
	parts := wrap(r.Head, room)
	text = parts[0]
	if len(parts) > 1 {
		below = append(below, strings.Join(parts[1:], " "))
	}
	add := func(s string) {
		if s == "" {
			return
		}
		if len(below) == 0 && width(text)+1+width(s) <= room {
			text += " " + s
			return
		}
		below = append(below, s)
	}
	if r.Mark != "" {
		add("(" + r.Mark + ")")
	}
	add(r.Says)
	if len(r.Data) > 0 && len(below) == 0 {
		add(quote(r.Data, room-width(text)-1))
	}
	if fine := strings.TrimSpace(r.Fine); all && fine != "" {
		below = append(below, fine)
	}
	return text, below
}

// arrow is a rung of the ladder.
func arrow(text string, columns int, back bool) string {
	dashes := strings.Repeat("─", max(1, columns-width(text)-7))
	if back {
		return "│◀" + dashes + "─ " + text + " ─│"
	}
	return "│── " + text + " " + dashes + "▶│"
}

// draw names the ends above their rails.
func (t *Title) draw(number string, columns int) []string {
	client, server := "client "+t.Client, "server "+t.Server
	room := columns - len(number) - width(client) - width(server)
	if left := room - width(t.Proto); left >= 4 {
		before := strings.Repeat(" ", left/2)
		return []string{number + client + before + t.Proto + strings.Repeat(" ", left-len(before)) + server}
	}
	return []string{
		number + padded(client, columns-len(number)-width(t.Proto)) + t.Proto,
		number + strings.Repeat(" ", max(0, columns-len(number)-width(server))) + server,
	}
}

// quote shows as much of a payload as there is room for, nothing if that is
// little.
func quote(b []byte, room int) string {
	const least = 8
	if room < least {
		return ""
	}
	const ends = 3 // two quotation marks and an ellipsis
	var text strings.Builder
	columns, fits := 0, 0 // of text; bytes of it in front of an ellipsis
	for rest := b; len(rest) > 0; {
		one, size := visible(rest)
		rest = rest[size:]
		if columns += width(one); columns > room-ends+1 {
			return `"` + text.String()[:fits] + `"…`
		}
		text.WriteString(one)
		if columns <= room-ends {
			fits = text.Len()
		}
	}
	return `"` + text.String() + `"`
}

// visible is the first letter of b as a string in a program would have it.
func visible(b []byte) (text string, size int) {
	r, size := utf8.DecodeRune(b)
	switch {
	case r == '"' || r == '\\':
		return `\` + string(r), size
	case r == '\n':
		return `\n`, size
	case r == '\r':
		return `\r`, size
	case r == '\t':
		return `\t`, size
	case r == utf8.RuneError && size == 1 || !unicode.IsPrint(r):
		return fmt.Sprintf(`\x%02x`, b[0]), 1
	}
	return string(r), size
}
