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
			{"TestDouble", "failed", "not <twice> & \"more\"\ngot: 3", 0.25}, {"TestTwice", "passed", "", 0},
		}},
		{Submission: "=cmd()", Lab: "ch01-toy", Max: 1, At: at, Problem: "your code does not compile\ntoy.go:3: undefined: x", Tests: []Test{{"TestDouble", notRun, "", 0}}},
		{Submission: "nobody", At: at, Problem: "no folder of a lab was found"},
	}
}

func written(t *testing.T, format string) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, Write(&out, format, two()))
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
}

func TestJUnit(t *testing.T) {
	var all junitSuites
	require.NoError(t, xml.Unmarshal([]byte(written(t, "junit")), &all))
	assert.Equal(t, []int{4, 1, 2}, []int{all.Tests, all.Failures, all.Errors})
	require.Len(t, all.Suites, 3)
	failed := all.Suites[0].Cases[0]
	assert.Equal(t, "anna", failed.ClassName)
	assert.Equal(t, "not <twice> & \"more\"", failed.Failure.Message)
	assert.Nil(t, all.Suites[0].Cases[1].Failure)
	assert.Equal(t, "your code does not compile", all.Suites[1].Cases[0].Error.Message)
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
		"score": 1.0, "execution_time": 1.5, "output": "a note", "output_format": "text",
		"test_output_format": "text", "test_name_format": "text", "visibility": "visible", "stdout_visibility": "hidden",
		"tests": []any{
			map[string]any{"score": 0.0, "max_score": 1.0, "status": "failed", "name": "TestDouble", "output": "not <twice> & \"more\"\ngot: 3"},
			map[string]any{"score": 1.0, "max_score": 1.0, "status": "passed", "name": "TestTwice"},
		},
	}, exactly(t, out.String()))
}

func TestClassroom50(t *testing.T) {
	env := map[string]string{
		"CLASSROOM": "networks", "ASSIGNMENT": "frames", "ASSIGNMENT_TYPE": "individual", "OWNER": "anna",
		"SUBMISSION_TAG": "submit/2026-02-28T14-32-05Z-a1b2c3d", "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
	}
	getenv := func(name string) string { return env[name] }
	var out strings.Builder
	require.NoError(t, Classroom50(&out, &two()[0], getenv))
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
	delete(env, "COMMIT_URL")
	err := Classroom50(&out, &two()[0], getenv)
	assert.ErrorContains(t, err, "lacks COMMIT_URL")
	assert.Contains(t, fault.Hint(err), "autograder.py")
}

func TestBounded(t *testing.T) {
	assert.Equal(t, "a\n b\uFFFD[2J\uFFFD", bounded("a\n\tb\x1b[2J\u202e"))
	assert.Len(t, []rune(bounded(strings.Repeat("é", maxText))), maxText/2+1)
}
