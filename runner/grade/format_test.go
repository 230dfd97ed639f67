package grade

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

// two are grades with everything that a reader of them may take amiss.
func two() []Grade {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return []Grade{
		{Submission: "anna", Lab: "ch01-toy", Score: 1, Max: 2, Seconds: 1.5, At: at, Notes: []string{"a note"}, Tests: []Test{
			{"TestDouble", "failed", "not <twice> & \"more\"\ngot: 3", 0.25}, {"TestTwice", "passed", "", 2e-05},
		}},
		{Submission: "=cmd()", Lab: "ch01-toy", Max: 1, At: at, Problem: "your code does not compile\ntoy.go:3: undefined: x", Tests: []Test{{"TestDouble", notRun, "", 0}}},
		{Submission: "nobody", At: at, Problem: "no folder of a lab was found"},
	}
}

func written(t *testing.T, format string) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, Write(&out, format, two(), 0))
	return out.String()
}

func TestTable(t *testing.T) {
	text := written(t, "table")
	assert.Contains(t, text, "anna        ch01-toy  1/2     1.5s  TestDouble\n")
	assert.Contains(t, text, "nobody      -         0/0     0s    no folder of a lab was found\n")
	assert.Contains(t, text, "\n3 submissions, 0 with every point; 1 of 3 points in all\n")
}

func TestCSV(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(written(t, "csv"))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"submission", "lab", "score", "max_score", "not_passed", "seconds", "graded_at"}, rows[0])
	assert.Equal(t, []string{"anna", "ch01-toy", "1", "2", "TestDouble", "1.5", "2026-03-01T12:00:00Z"}, rows[1])
	assert.Equal(t, "'=cmd()", rows[2][0], "no formula")
	assert.Len(t, rows, 4)
	for _, name := range []string{"", "anna", "O'Brien, \"Pat\"; x", "王小明"} {
		assert.Equal(t, name, cell(name))
	}
	for _, name := range []string{"+1+1", "-anna", "@sum", "＝cmd()", "=cmd()|' /C calc'!A0"} {
		assert.Equal(t, "'"+name, cell(name))
	}
}

func TestJUnit(t *testing.T) {
	text := written(t, "junit")
	var all junitSuites
	require.NoError(t, xml.Unmarshal([]byte(text), &all))
	require.Len(t, all.Suites, 3)
	for i, want := range [][]int{{0, 2, 1, 0}, {1, 1, 0, 1}, {2, 1, 0, 1}} {
		s := all.Suites[i]
		assert.Equal(t, want, []int{s.ID, s.Tests, s.Failures, s.Errors}, s.Name)
	}
	assert.Equal(t, []junitProperty{{"score", "1"}, {"max_score", "2"}}, all.Suites[0].Properties.All)
	assert.Equal(t, "a note", all.Suites[0].Out)
	failed := all.Suites[0].Cases[0]
	assert.Equal(t, "anna", failed.ClassName)
	assert.Equal(t, "not <twice> & \"more\"", failed.Failure.Message)
	assert.Nil(t, all.Suites[0].Cases[1].Failure)
	assert.Equal(t, "your code does not compile", all.Suites[1].Cases[0].Error.Message)
	assert.Contains(t, text, ` time="0.000"`, "no exponent: neither schema has one")
}

func TestJSON(t *testing.T) {
	var all struct{ Grades []Grade }
	require.NoError(t, json.Unmarshal([]byte(written(t, "json")), &all))
	assert.Equal(t, two(), all.Grades)
}

// exactly are a document's fields.
func exactly(t *testing.T, text string) map[string]any {
	t.Helper()
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &fields))
	return fields
}

func TestGradescope(t *testing.T) {
	var out strings.Builder
	require.NoError(t, Gradescope(&out, &two()[0]))
	assert.Equal(t, map[string]any{
		"score": 1.0, "execution_time": 2.0, "output": "a note", "output_format": "text",
		"test_output_format": "text", "test_name_format": "text", "visibility": "visible", "stdout_visibility": "hidden",
		"tests": []any{
			map[string]any{"score": 0.0, "max_score": 1.0, "status": "failed", "name": "TestDouble", "output": "not <twice> & \"more\"\ngot: 3"},
			map[string]any{"score": 1.0, "max_score": 1.0, "status": "passed", "name": "TestTwice"},
		},
	}, exactly(t, out.String()))
}

// classroom50Environment is what Classroom 50's runner sets for an autograder,
// without the variables named.
func classroom50Environment(without ...string) func(string) string {
	env := map[string]string{
		"CLASSROOM": "networks", "ASSIGNMENT": "frames", "ASSIGNMENT_TYPE": "individual", "OWNER": "anna",
		"SUBMISSION_TAG": "submit/2026-02-28T14-32-05Z-a1b2c3d", "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
	}
	for _, name := range without {
		delete(env, name)
	}
	return func(name string) string { return env[name] }
}

func TestClassroom50(t *testing.T) {
	var out strings.Builder
	require.NoError(t, Classroom50(&out, &two()[0], classroom50Environment()))
	assert.Equal(t, map[string]any{
		"schema": "classroom50/result/v1", "classroom": "networks", "assignment": "frames", "assignment_type": "individual",
		"owner": "anna", "submission": "submit/2026-02-28T14-32-05Z-a1b2c3d",
		"commit": "https://example.org/c", "release": "https://example.org/r", "review": "https://example.org/c",
		"datetime": "2026-02-28T14:32:05Z", "graded_at": "2026-03-01T12:00:00Z", "score": 1.0, "max-score": 2.0,
		"tests": []any{
			map[string]any{"test-name": "TestDouble", "passed": false, "score": 0.0, "max-score": 1.0, "output": "not <twice> & \"more\"\ngot: 3"},
			map[string]any{"test-name": "TestTwice", "passed": true, "score": 1.0, "max-score": 1.0},
		},
	}, exactly(t, out.String()))
	err := Classroom50(&out, &two()[0], classroom50Environment("COMMIT_URL", "OWNER"))
	assert.ErrorContains(t, err, "lacks COMMIT_URL, OWNER")
	assert.Contains(t, fault.Hint(err), "autograder.py")
	err = Classroom50(&out, &two()[0], func(string) string { return "main" })
	assert.ErrorContains(t, err, `begins with submit/, and SUBMISSION_TAG is "main"`)
	err = Classroom50(&out, &two()[2], classroom50Environment())
	assert.ErrorContains(t, err, "no lab was recognized", "a result without tests is a pass there")
}

func TestBounded(t *testing.T) {
	assert.Equal(t, "a\n b\uFFFD[2J\uFFFD", bounded("a\n\tb\x1b[2J\u202e"))
	assert.Len(t, []rune(bounded(strings.Repeat("é", maxText))), maxText/2+1)
}
