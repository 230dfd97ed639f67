package lab

import (
	"encoding/json"
	"time"

	"sockbook/chapters/lab"
)

// A document is what check --json prints; with --watch, one on a line for each
// check.
type document struct {
	Lab     string       `json:"lab"`    // the chapter's folder
	Dir     string       `json:"dir"`    // the student's
	At      time.Time    `json:"at"`     // when the check ended
	Solved  bool         `json:"solved"` // every test passed
	Passed  int          `json:"passed"`
	Of      int          `json:"of"`
	Problem *docProblem  `json:"problem,omitempty"` // why no test ran
	Tests   []docTest    `json:"tests"`             // in the lab's order; none with a problem
	News    documentNews `json:"since_last"`
	Notes   []string     `json:"notes,omitempty"`
}

type docTest struct {
	Name    string      `json:"name"`
	State   lab.State   `json:"state"` // "passed", "failed" or "unwritten"
	Millis  int64       `json:"ms"`
	Shows   string      `json:"shows,omitempty"` // what the failure shows, in a line
	At      *docPlace   `json:"at,omitempty"`
	Details []docDetail `json:"details,omitempty"`
	Hints   int         `json:"hints_taken"`
}

type docPlace struct {
	File     string `json:"file"` // in dir
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Function string `json:"function,omitempty"`
}

type docDetail struct {
	Key  string `json:"key"` // "input", "got", "want" or "printed"
	Text string `json:"text"`
}

type docProblem struct {
	Kind   lab.ProblemKind `json:"kind"`
	Text   string          `json:"text"`
	Errors []docError      `json:"errors,omitempty"`
	Detail string          `json:"detail,omitempty"`
	Hint   string          `json:"hint,omitempty"`
}

type docError struct {
	docPlace
	Text string `json:"text"`
}

type documentNews struct {
	Passing []string `json:"passing,omitempty"` // passed, and not the last time
	Failing []string `json:"failing,omitempty"` // the other way round
}

// json prints a report for a program, on one line if others follow.
func (s *screen) json(r *lab.Report, line bool) error {
	d := document{
		Lab: s.Chapter, Dir: s.path, At: s.Now(), Solved: solved(r),
		Passed: r.Passed(), Of: len(s.Lab.Tests), Tests: []docTest{},
		News: documentNews{s.news.passing, s.news.failing}, Notes: r.Notes,
	}
	for _, result := range r.Results {
		t := docTest{Name: result.Test, State: result.State, Shows: result.Shows, Millis: result.Took.Milliseconds(), Hints: s.history.Hints[result.Test]}
		if result.At.File != "" {
			at := docPlace(result.At)
			t.At = &at
		}
		for _, detail := range result.Details {
			t.Details = append(t.Details, docDetail(detail))
		}
		d.Tests = append(d.Tests, t)
	}
	if p := r.Problem; p != nil {
		d.Problem = &docProblem{Kind: p.Kind, Text: p.Text, Detail: p.Detail, Hint: p.Hint}
		for _, e := range p.Errors {
			d.Problem.Errors = append(d.Problem.Errors, docError{docPlace(e.Place), e.Text})
		}
	}
	enc := json.NewEncoder(s.Console.Out)
	enc.SetEscapeHTML(false)
	if !line {
		enc.SetIndent("", "  ")
	}
	return enc.Encode(d)
}
