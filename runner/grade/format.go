package grade

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// Formats are those that grades can be written in.
var Formats = []string{"table", "json", "junit", "gradescope", "classroom50", "csv"}

// Write writes all grades as one document: a table, json, junit or csv.
func Write(w io.Writer, format string, grades []Grade) error {
	switch format {
	case "table":
		return table(w, grades)
	case "json":
		return indented(w, struct {
			Schema string  `json:"schema"`
			Grades []Grade `json:"grades"`
		}{"sockbook/grades/v1", grades})
	case "junit":
		return junit(w, grades)
	case "csv":
		return list(w, grades)
	}
	return fmt.Errorf("%s is no format for a class", format)
}

func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// table is for a person: a line for each submission, and one for all.
func table(w io.Writer, grades []Grade) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SUBMISSION\tLAB\tPOINTS\tTIME\tNOT PASSED")
	full, points, of := 0, 0, 0
	for i := range grades {
		g := &grades[i]
		took := time.Duration(g.Seconds * float64(time.Second)).Round(100 * time.Millisecond)
		fmt.Fprintf(t, "%s\t%s\t%d/%d\t%v\t%s\n", Line(g.Submission), orDash(g.Lab), g.Score, g.Max, took, why(g))
		if g.Score == g.Max && g.Max > 0 {
			full++
		}
		points, of = points+g.Score, of+g.Max
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d submissions, %d with every point; %d of %d points in all\n", len(grades), full, points, of)
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// maxWhy is how much of a reason a line of the table holds, in letters.
const maxWhy = 70

// why says in a line what cost points.
func why(g *Grade) string {
	text := ""
	if g.Problem != "" {
		text = Line(g.Problem)
	} else {
		var names []string
		for _, t := range g.Tests {
			if t.State != "passed" {
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

// list is CSV (RFC 4180) with a line for each submission.
func list(w io.Writer, grades []Grade) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"submission", "lab", "score", "max_score", "not_passed", "seconds", "graded_at"}) // Error tells
	for i := range grades {
		g := &grades[i]
		_ = c.Write([]string{cell(g.Submission), g.Lab, strconv.Itoa(g.Score), strconv.Itoa(g.Max), cell(why(g)),
			strconv.FormatFloat(g.Seconds, 'f', 1, 64), g.At.UTC().Format(time.RFC3339)})
	}
	c.Flush()
	return c.Error()
}

// cell is a text that a spreadsheet does not take for a formula: a student
// chooses the folder's name, and what the compiler says of the code.
func cell(text string) string {
	text = Line(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
