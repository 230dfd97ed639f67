package grade

import (
	"io"
	"math"
	"strings"

	"sockbook/chapters/lab"
)

// The fields of Gradescope's results.json, of those that are published at
// https://gradescope-autograders.readthedocs.io/en/latest/specs/ the ones that
// a lab has something to say in. Score is needed where no test has one, which
// is so of a submission without a lab.
type (
	gradescopeResults struct {
		Score            float64          `json:"score"`
		ExecutionTime    int              `json:"execution_time"` // whole seconds, as in the published example
		Output           string           `json:"output,omitempty"`
		OutputFormat     string           `json:"output_format"`
		TestOutputFormat string           `json:"test_output_format"`
		TestNameFormat   string           `json:"test_name_format"`
		Visibility       string           `json:"visibility"`
		StdoutVisibility string           `json:"stdout_visibility"`
		Tests            []gradescopeTest `json:"tests"`
	}
	gradescopeTest struct {
		Score    float64 `json:"score"`
		MaxScore float64 `json:"max_score"`
		Status   string  `json:"status"` // "passed" or "failed"
		Name     string  `json:"name"`
		Output   string  `json:"output,omitempty"`
	}
)

// Gradescope writes the results.json of one submission. The students see each
// test and never the standard output, which is the instructor's.
func Gradescope(w io.Writer, g *Grade) error {
	r := gradescopeResults{
		Score: float64(g.Score), ExecutionTime: int(math.Ceil(g.Seconds)),
		Output:       strings.Join(append(nonEmpty(g.Problem), g.Notes...), "\n"),
		OutputFormat: "text", TestOutputFormat: "text", TestNameFormat: "text",
		Visibility: "visible", StdoutVisibility: "hidden",
		Tests: []gradescopeTest{},
	}
	for _, t := range g.Tests {
		one := gradescopeTest{MaxScore: 1, Status: "failed", Name: t.Name, Output: t.Shows}
		if t.State == lab.Passed {
			one.Score, one.Status = 1, "passed"
		}
		r.Tests = append(r.Tests, one)
	}
	return indented(w, r)
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
