package grade

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"sockbook/runner/fault"
)

// The fields of classroom50/result/v1, as the page "Advanced Autograding" of
// https://github.com/foundation50/classroom50/wiki publishes them. Classroom
// 50's runner stamps owner, assignment_type, datetime and graded_at itself.
type (
	classroom50Result struct {
		Schema         string            `json:"schema"`
		Classroom      string            `json:"classroom"`
		Assignment     string            `json:"assignment"`
		AssignmentType string            `json:"assignment_type,omitempty"`
		Owner          string            `json:"owner,omitempty"`
		Submission     string            `json:"submission"`
		Commit         string            `json:"commit"`
		Release        string            `json:"release"`
		Review         string            `json:"review"`
		DateTime       string            `json:"datetime"`
		GradedAt       string            `json:"graded_at"`
		Score          int               `json:"score"`
		MaxScore       int               `json:"max-score"`
		Tests          []classroom50Test `json:"tests"`
	}
	classroom50Test struct {
		Name     string `json:"test-name"`
		Passed   bool   `json:"passed"`
		Score    int    `json:"score"`
		MaxScore int    `json:"max-score"`
		Output   string `json:"output,omitempty"` // a field of ours, which is allowed
	}
)

// submitTag is how the time stands in a tag: submit/2026-06-01T14-32-05Z-a1b2c3d.
const submitTag = "2006-01-02T15-04-05Z"

// Classroom50 writes the result.json of one submission. Whose it is the
// environment says, as getenv has it: Classroom 50 sets it for an autograder.
func Classroom50(w io.Writer, g *Grade, getenv func(string) string) error {
	r := classroom50Result{
		Schema: "classroom50/result/v1", AssignmentType: getenv("ASSIGNMENT_TYPE"),
		Owner:    cmp.Or(getenv("OWNER"), getenv("USERNAME")),
		GradedAt: g.At.UTC().Format(time.RFC3339), Score: g.Score, MaxScore: g.Max,
		Tests: []classroom50Test{},
	}
	var missing []string
	for name, field := range map[string]*string{
		"CLASSROOM": &r.Classroom, "ASSIGNMENT": &r.Assignment, "SUBMISSION_TAG": &r.Submission,
		"COMMIT_URL": &r.Commit, "RELEASE_URL": &r.Release,
	} {
		if *field = getenv(name); *field == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fault.New("run it from the assignment's autograder.py, which Classroom 50 gives them",
			"a Classroom 50 result says whose it is, and the environment lacks %s", strings.Join(slices.Sorted(slices.Values(missing)), ", "))
	}
	r.Review = cmp.Or(getenv("REVIEW_URL"), r.Commit)
	submitted := g.At
	if tag := strings.TrimPrefix(r.Submission, "submit/"); len(tag) >= len(submitTag) {
		if at, err := time.Parse(submitTag, tag[:len(submitTag)]); err == nil {
			submitted = at
		}
	}
	r.DateTime = submitted.UTC().Format(time.RFC3339)
	for _, t := range g.Tests {
		one := classroom50Test{Name: t.Name, Passed: t.State == "passed", MaxScore: 1, Output: t.Shows}
		if one.Passed {
			one.Score = 1
		}
		r.Tests = append(r.Tests, one)
	}
	return indented(w, r)
}
