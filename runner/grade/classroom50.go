package grade

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// The fields of classroom50/result/v1, as schemas/result-v1.schema.json of
// https://github.com/foundation50/classroom50 has them: all are needed but
// graded_at, and none may be added but to a test. Classroom 50's runner stamps
// owner, assignment_type, datetime and graded_at itself.
type (
	classroom50Result struct {
		Schema         string            `json:"schema"`
		Classroom      string            `json:"classroom"`
		Assignment     string            `json:"assignment"`
		AssignmentType string            `json:"assignment_type"` // individual, group or team
		Owner          string            `json:"owner"`
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

// A submission's tag begins with submitPrefix, and the time stands in it as in
// submit/2026-06-01T14-32-05Z-a1b2c3d.
const (
	submitPrefix = "submit/"
	submitTime   = "2006-01-02T15-04-05Z"
)

// Classroom50 writes the result.json of one submission. Whose it is the
// environment says, as getenv has it: Classroom 50 sets it for an autograder.
func Classroom50(w io.Writer, g *Grade, getenv func(string) string) error {
	if g.Lab == "" { // a result without tests is a pass there
		return fault.Usage("name the lab, as in --lab ch02: then who handed in nothing has no points", "no lab was recognized in %s", g.Path)
	}
	r, err := identity(getenv)
	if err != nil {
		return err
	}
	submitted := g.At
	if tag := strings.TrimPrefix(r.Submission, submitPrefix); len(tag) >= len(submitTime) {
		if at, err := time.Parse(submitTime, tag[:len(submitTime)]); err == nil {
			submitted = at
		}
	}
	r.DateTime, r.GradedAt = submitted.UTC().Format(time.RFC3339), g.At.UTC().Format(time.RFC3339)
	r.Score, r.MaxScore = g.Score, g.Max
	for _, t := range g.Tests {
		one := classroom50Test{Name: t.Name, Passed: t.State == lab.Passed, MaxScore: 1, Output: cmp.Or(t.Shows, g.Problem)}
		if one.Passed {
			one.Score, one.Output = 1, ""
		}
		r.Tests = append(r.Tests, one)
	}
	return indented(w, r)
}

// identity is whose submission the environment says it is.
func identity(getenv func(string) string) (r classroom50Result, err error) {
	r.Schema = "classroom50/result/v1"
	var missing []string
	for name, field := range map[string]*string{
		"CLASSROOM": &r.Classroom, "ASSIGNMENT": &r.Assignment, "ASSIGNMENT_TYPE": &r.AssignmentType, "OWNER": &r.Owner,
		"SUBMISSION_TAG": &r.Submission, "COMMIT_URL": &r.Commit, "RELEASE_URL": &r.Release,
	} {
		if *field = getenv(name); *field == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return r, fault.New("run it from the assignment's autograder.py, which Classroom 50 gives them",
			"a Classroom 50 result says whose it is, and the environment lacks %s", strings.Join(slices.Sorted(slices.Values(missing)), ", "))
	}
	if !strings.HasPrefix(r.Submission, submitPrefix) {
		return r, fault.New("run it from the assignment's autograder.py", "a Classroom 50 submission's tag begins with %s, and SUBMISSION_TAG is %q", submitPrefix, r.Submission)
	}
	r.Review = cmp.Or(getenv("REVIEW_URL"), r.Commit)
	return r, nil
}
