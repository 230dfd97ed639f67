package grade

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"sockbook/chapters/lab"
)

// Widths of a table's columns.
const (
	gap       = 2  // between two of them
	minLast   = 12 // of the last column, however narrow the terminal
	maxName   = 40 // to which all names are filled up; a longer one is cut off, or sticks out
	unlimited = 1 << 20
)

// table is for a person: a line for each submission, and one for all. A name
// may be of letters that take two columns, or none.
func table(w io.Writer, grades []Grade, width int) error {
	longest := min(width/3, maxName)
	if width <= 0 {
		width, longest = unlimited, unlimited
	}
	rows := [][]string{{"SUBMISSION", "LAB", "POINTS", "TIME", "NOT PASSED"}}
	full, points, of := 0, 0, 0
	for i := range grades {
		g := &grades[i]
		took := time.Duration(g.Seconds * float64(time.Second)).Round(100 * time.Millisecond)
		name := runewidth.Truncate(Shown(g.Submission), longest, "…")
		rows = append(rows, []string{name, orDash(g.Lab), fmt.Sprintf("%d/%d", g.Score, g.Max), took.String(), why(g)})
		if g.Score == g.Max && g.Max > 0 {
			full++
		}
		points, of = points+g.Score, of+g.Max
	}
	widths := make([]int, len(rows[0])-1) // the last column takes what is left
	left := width
	for i := range widths {
		for _, row := range rows {
			widths[i] = max(widths[i], min(runewidth.StringWidth(row[i]), maxName)+gap)
		}
		left -= widths[i]
	}
	for _, row := range rows {
		var line strings.Builder
		for i, n := range widths {
			line.WriteString(runewidth.FillRight(row[i], n-gap) + strings.Repeat(" ", gap))
		}
		line.WriteString(runewidth.Truncate(row[len(widths)], max(left, minLast), "…"))
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s, %d with every point; %d of %d points in all\n", count(len(grades)), full, points, of)
	return err
}

func count(submissions int) string {
	if submissions == 1 {
		return "1 submission"
	}
	return fmt.Sprintf("%d submissions", submissions)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// maxWhy is how much of a reason is shown in one line, in letters.
const maxWhy = 200

// why says in a line what cost points.
func why(g *Grade) string {
	text := ""
	if g.Problem != "" {
		first, rest, _ := strings.Cut(bounded(g.Problem), "\n")
		text = first
		if next := Line(rest); next != "" { // the compiler's first error, as a rule
			text += ": " + next
		}
	} else {
		var names []string
		for _, t := range g.Tests {
			if t.State != lab.Passed {
				names = append(names, t.Name)
			}
		}
		text = strings.Join(names, " ")
	}
	if letters := []rune(text); len(letters) > maxWhy {
		text = string(letters[:maxWhy-1]) + "…"
	}
	return text
}
