// Package contents shows the table of contents and how far the reader is.
package contents

import (
	"fmt"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/progress"
	"sockbook/runner/tty"
)

// Show prints the chapters, the reader's place in each, and what to type next.
// command is how the reader calls this program.
func Show(console *tty.Console, catalogue []chapters.Chapter, places map[string]progress.Place, command string) {
	out := console.Out
	fmt.Fprintf(out, "\n  %s\n\n", console.Bold("The Socket Workbook"))
	for i := range catalogue {
		c := &catalogue[i]
		title := fmt.Sprintf("ch%02d  %s", c.Number, c.Title)
		fmt.Fprintf(out, "  %s%s\n", console.Bold(title), console.Good(where(places[c.Dir])))
		for _, line := range fold(c.Promise, console.Width()-10) {
			fmt.Fprintf(out, "        %s\n", line)
		}
		fmt.Fprintln(out)
	}
	for _, line := range [][2]string{
		{next(catalogue, places), "read on, running each example where it stands"},
		{first(catalogue) + " list", "the examples of a chapter"},
		{"doctor", "what this machine can do"},
		{"help", "everything else"},
	} {
		fmt.Fprintf(out, "  %-*s  %s\n", len(command)+12, command+" "+line[0], console.Dim(line[1]))
	}
	fmt.Fprintln(out)
}

// where says how far a reader is.
func where(p progress.Place) string {
	switch {
	case p.Finished:
		return "  ✓ read"
	case p.Index > 0:
		return fmt.Sprintf("  at %s %s (%d of %d)", p.Number, p.Title, p.Index+1, p.Of)
	}
	return ""
}

// next is the chapter to read: the one begun and not finished, or the first
// that is not finished, or the first.
func next(catalogue []chapters.Chapter, places map[string]progress.Place) string {
	unread := ""
	for _, c := range catalogue {
		name := fmt.Sprintf("ch%02d", c.Number)
		switch p := places[c.Dir]; {
		case p.Index > 0 && !p.Finished:
			return name
		case unread == "" && !p.Finished:
			unread = name
		}
	}
	if unread == "" {
		return first(catalogue)
	}
	return unread
}

func first(catalogue []chapters.Chapter) string {
	if len(catalogue) == 0 {
		return "ch01"
	}
	return fmt.Sprintf("ch%02d", catalogue[0].Number)
}

// fold breaks a text into lines of at most width letters.
func fold(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line+" "+word)) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
