package wire

import (
	"strings"
	"time"
	"unicode/utf8"
)

func width(s string) int { return utf8.RuneCountInString(s) }

func padded(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-width(s)))
}

func centred(s string, columns int) string {
	return strings.Repeat(" ", max(0, columns-width(s))/2) + s
}

// wrap cuts a line at blanks, or within a word that is longer than a line.
func wrap(line string, columns int) (parts []string) {
	runes := []rune(line)
	for len(runes) > columns {
		cut := columns
		for i := columns; i > columns/2; i-- {
			if runes[i] == ' ' {
				cut = i
				break
			}
		}
		parts = append(parts, strings.TrimRight(string(runes[:cut]), " "))
		runes = []rune(strings.TrimLeft(string(runes[cut:]), " "))
	}
	return append(parts, string(runes))
}

// short keeps what a person reads of a duration.
func short(d time.Duration) string {
	if d < 10*time.Second {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(100 * time.Millisecond).String()
}
