package lab

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
)

// mixed is a report with a test of each state.
func mixed() *lab.Report {
	return &lab.Report{
		Results: []lab.Result{
			{Test: "TestDouble", State: lab.Failed, Shows: "one Read is not one frame: 3 of 5 bytes came and were taken for all",
				At:      lab.Place{File: "double.go", Line: 31, Column: 2, Function: "Double"},
				Details: []lab.Detail{{Key: "input", Text: `"ab"`}, {Key: "printed", Text: "a\x1b[2J\tb"}}, Took: 2 * time.Second},
			{Test: "TestNegative", State: lab.Passed},
			{Test: "TestHalf", State: lab.Unwritten, Shows: "Halver.Half is not written yet"},
		},
		Notes: []string{"least.go is not as it was handed out (lab start --reset sets yours back)"},
	}
}

// shown is how mixed is shown, by the width in columns.
var shown = map[string]string{
	"80": `Twice and half, in labs/ch01-fake

✗ TestDouble
    one Read is not one frame: 3 of 5 bytes came and were taken for all
    at       labs/ch01-fake/double.go:31:2, in Double
    input    "ab"
    printed  a�[2J b
    hint 1   runner ch01 lab hint TestDouble
✓ TestNegative
· TestHalf: Halver.Half is not written yet

1 of 3 tests pass.
Note: least.go is not as it was handed out (runner ch01 lab start --reset sets
      yours back).
`,
	"40": `Twice and half, in labs/ch01-fake

✗ TestDouble
    one Read is not one frame: 3 of 5
    bytes came and were taken for all
    at       labs/ch01-fake/double.go:31:2, in Double
    input    "ab"
    printed  a�[2J b
    hint 1   runner ch01 lab hint TestDouble
✓ TestNegative
· TestHalf: Halver.Half is not written
  yet

1 of 3 tests pass.
Note: least.go is not as it was handed
      out (runner ch01 lab start --reset
      sets yours back).
`,
	"120": `Twice and half, in labs/ch01-fake

✗ TestDouble
    one Read is not one frame: 3 of 5 bytes came and were taken for all
    at       labs/ch01-fake/double.go:31:2, in Double
    input    "ab"
    printed  a�[2J b
    hint 1   runner ch01 lab hint TestDouble
✓ TestNegative
· TestHalf: Halver.Half is not written yet

1 of 3 tests pass.
Note: least.go is not as it was handed out (runner ch01 lab start --reset sets yours back).
`,
}

func TestShow(t *testing.T) {
	for columns, want := range shown {
		tr := started(t, columns)
		require.ErrorIs(t, tr.check(mixed()), ErrNotPassed)
		assert.Equal(t, want, filepath.ToSlash(tr.said()), columns)
	}
}

// A long value is shown by its two ends.
func TestShowLong(t *testing.T) {
	tr := started(t, "80")
	r := states("fpp")
	r.Results[0].Details = []lab.Detail{{Key: "got", Text: "begin" + strings.Repeat("x", 1000) + "end"}}
	tr.Show(filepath.Dir(tr.path("x")), r)
	said := tr.said()
	assert.Contains(t, said, "    got      begin")
	assert.Contains(t, said, "x…x")
	assert.Contains(t, said, "end\n")
	for line := range strings.Lines(said) {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 81)
	}
	assert.Equal(t, longest, strings.Count(said, "xxx\n")+strings.Count(said, "xend\n"))
}

// What no test can be run for is shown where it stands.
func TestShowProblem(t *testing.T) {
	tr := started(t, "80")
	err := tr.check(&lab.Report{Problem: &lab.Problem{
		Kind: lab.Compile, Text: "your code does not compile", Hint: "lab start --reset double.go gives it back", Detail: "one\n\ntwo\n",
		Errors: []lab.Diagnostic{
			{Place: lab.Place{File: "double.go", Line: 4, Column: 2}, Text: "x redeclared\n\t./half.go:3:5: other declaration of x"},
			{Place: lab.Place{File: "half.go", Line: 3}, Text: "undefined: y"},
		},
	}})
	require.ErrorIs(t, err, ErrNotPassed)
	assert.Equal(t, `Twice and half, in labs/ch01-fake

✗ your code does not compile
    labs/ch01-fake/double.go:4:2: x redeclared
        ./half.go:3:5: other declaration of x
    labs/ch01-fake/half.go:3: undefined: y
    one
    two
hint: runner ch01 lab start --reset double.go gives it back
`, filepath.ToSlash(tr.said()))
}

// A check says what is different from the last in which tests ran.
func TestNews(t *testing.T) {
	tr := started(t, "80")
	require.ErrorIs(t, tr.check(states("ufp")), ErrNotPassed)
	said := tr.said()
	assert.NotContains(t, said, "Since the last check", "there was none")
	assert.Contains(t, said, "· TestDouble: Double is not written yet\n")
	assert.Contains(t, said, "1 of 3 tests pass.\nBegin with TestDouble: runner ch01 lab hint TestDouble\n")
	require.ErrorIs(t, tr.check(&lab.Report{Problem: &lab.Problem{Kind: lab.Compile}}), ErrNotPassed)
	tr.said()
	require.ErrorIs(t, tr.check(states("ppf")), ErrNotPassed)
	said = tr.said()
	assert.Contains(t, said, "Since the last check TestDouble and TestNegative pass.\n")
	assert.Contains(t, said, "TestHalf passed in the last check, and no longer does.\n")
	assert.NotContains(t, said, "Begin with", "there is only one")

	require.NoError(t, tr.check(states("ppp")))
	assert.Contains(t, tr.said(), `All 3 tests pass.
Since the last check TestHalf passes.

  You can double and halve. Read on in "The end of a frame".

Your code beside ours: runner ch01 lab solution
`)
	assert.Equal(t, "a, b, c and 2 others", some([]string{"a", "b", "c", "d", "e"}))
	assert.Equal(t, "a, b, c and d", some([]string{"a", "b", "c", "d"}))
}

// The hint that is offered is the next, and none is when all were taken.
func TestHintOffered(t *testing.T) {
	tr := started(t, "80")
	for _, want := range []string{"hint 1   ", "hint 2   ", "hint 3   ", "hints    ", "hints    "} {
		_ = tr.check(states("fpp"))
		assert.Contains(t, tr.said(), "    "+want+"runner ch01 lab hint TestDouble\n")
		require.NoError(t, tr.Hint("", "double"))
		tr.said()
	}
}

func TestJSON(t *testing.T) {
	tr := started(t, "80")
	require.NoError(t, tr.Hint("", "double"))
	_ = tr.check(states("fpp"))
	tr.said()
	tr.reports = append(tr.reports, mixed(), &lab.Report{Problem: &lab.Problem{
		Kind: lab.Compile, Text: "no", Errors: []lab.Diagnostic{{Place: lab.Place{File: "double.go", Line: 4}, Text: "a < b"}}}})
	require.ErrorIs(t, tr.Check(t.Context(), CheckOptions{JSON: true}), ErrNotPassed)
	said := tr.said()
	assert.NotContains(t, said, "✗")
	var d document
	decoder := json.NewDecoder(bytes.NewReader([]byte(said)))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&d))
	assert.False(t, decoder.More(), "one object")
	assert.Equal(t, filepath.Dir(tr.path("x")), d.Dir)
	assert.Equal(t, 1, d.Passed)
	assert.Equal(t, 3, d.Of)
	assert.Equal(t, docTest{
		Name: "TestDouble", State: lab.Failed, Millis: 2000, Shows: "one Read is not one frame: 3 of 5 bytes came and were taken for all",
		At: &docPlace{"double.go", 31, 2, "Double"}, Details: []docDetail{{"input", `"ab"`}, {"printed", "a\x1b[2J\tb"}}, Hints: 1,
	}, d.Tests[0])
	assert.Equal(t, documentNews{Failing: []string{"TestHalf"}}, d.News)
	assert.Len(t, d.Notes, 1)

	require.ErrorIs(t, tr.Check(t.Context(), CheckOptions{JSON: true}), ErrNotPassed)
	said = tr.said()
	assert.Contains(t, said, `"tests": [],`)
	assert.Contains(t, said, `"kind": "compile"`)
	assert.Contains(t, said, `"text": "a < b"`)
	assert.Contains(t, said, `"file": "double.go",`)
}
