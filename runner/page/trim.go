package page

import (
	"strings"
	"unicode/utf8"

	"sockbook/runner/tty"
)

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
		if n := tty.Escape(line[i:]); n > 0 {
			lit = line[i:i+n] != tty.Reset
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
		return line[:end] + tty.Reset
	}
	return line[:end]
}

// bare is a text without its colours.
func bare(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		if n := tty.Escape(text[i:]); n > 0 {
			i += n
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}
