package grade

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Formats are those that grades can be written in.
var Formats = []string{"table", "json", "junit", "gradescope", "classroom50", "csv"}

// Write writes all grades as one document: a table, json, junit or csv. A table
// fits into width columns; 0 is for one that nothing is cut off of.
func Write(w io.Writer, format string, grades []Grade, width int) error {
	switch format {
	case "table":
		return table(w, grades, width)
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

// list is CSV (RFC 4180) with a line for each submission.
func list(w io.Writer, grades []Grade) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"submission", "lab", "score", "max_score", "not_passed", "seconds", "graded_at"}) // Error tells
	for i := range grades {
		g := &grades[i]
		_ = c.Write([]string{cell(Shown(g.Submission)), g.Lab, strconv.Itoa(g.Score), strconv.Itoa(g.Max), cell(why(g)),
			strconv.FormatFloat(g.Seconds, 'f', 1, 64), g.At.UTC().Format(time.RFC3339)})
	}
	c.Flush()
	return c.Error()
}

// cell is a text that a spreadsheet does not take for a formula: a student
// chooses the folder's name, and what the compiler says of the code.
func cell(text string) string {
	text = Line(text)
	if first, _ := utf8.DecodeRuneInString(text); strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + text
	}
	return text
}
