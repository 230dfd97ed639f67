package lab

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
)

func TestHistoryIsBounded(t *testing.T) {
	var h history
	h.onto([]string{"TestDouble", "TestNegative", "TestHalf"})
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range keptChecks + 50 {
		h.add(states("ppf"), begin.Add(time.Duration(i)*time.Minute))
	}
	h.add(&lab.Report{Problem: &lab.Problem{Kind: lab.Compile}}, begin)
	assert.Len(t, h.Checks, keptChecks)
	assert.Equal(t, keptChecks+51, h.Count)
	assert.Equal(t, lab.Compile, h.last().Problem)
	assert.Equal(t, "ppf", h.lastRun().States)
	text, err := json.Marshal(h)
	require.NoError(t, err)
	assert.Less(t, len(text), 20_000)
}

// What was written for other tests, or by hand, fits those that there are.
func TestHistoryOfOtherTests(t *testing.T) {
	tr := started(t, "80")
	tr.write(tr.path(historyFile), `{"lab": "ch01-fake", "tests": ["TestHalf", "TestGone", "TestDouble"],
		"checks": [{"states": "pf"}, {"states": "pfpppppp"}, {"problem": "compile"}], "hints": {"TestHalf": -7, "TestGone": 99}}`)
	h := tr.recall(filepath.Dir(tr.path("x")))
	assert.Equal(t, tr.tests(), h.Tests)
	assert.Equal(t, "  p", h.Checks[0].States)
	assert.Equal(t, "p p", h.Checks[1].States)
	assert.False(t, h.Checks[1].solved())
	assert.Empty(t, h.Checks[2].States)
	assert.Equal(t, 3, h.Count)
	require.NoError(t, tr.Status(""))
	require.NoError(t, tr.Hint("", "TestHalf"))
	assert.Contains(t, tr.said(), "Hint 1 of 3")
	require.ErrorIs(t, tr.check(states("fpf")), ErrNotPassed)
	said := tr.said()
	assert.Contains(t, said, "TestDouble and TestHalf passed in the last check, and no longer do.")
	assert.NotContains(t, said, "TestNegative passes", "it was not there before")
}

// A damaged history is set aside and said to be, and never in the way.
func TestHistoryDamaged(t *testing.T) {
	tr := started(t, "80")
	for _, text := range []string{"{", "[]", `{"checks": 7}`, "\x00"} {
		tr.errors.Reset()
		tr.write(tr.path(historyFile), text)
		require.NoError(t, tr.check(states("ppp")))
		assert.Contains(t, tr.errors.String(), "is damaged")
		assert.Contains(t, tr.errors.String(), "the history of your checks starts afresh\n")
		assert.Equal(t, 1, strings.Count(tr.errors.String(), "\n"))
	}
	assert.Equal(t, "\x00", tr.read(tr.path(historyFile+".damaged-4")))
}

// A folder that cannot be written to can be checked all the same.
func TestHistoryCannotBeWritten(t *testing.T) {
	tr := started(t, "80")
	require.NoError(t, os.RemoveAll(tr.path("")))
	path := filepath.Dir(tr.path("x"))
	tr.reports = []*lab.Report{states("ppp"), states("ppp")}
	for range 2 {
		_, err := tr.Bench.check(t.Context(), path, CheckOptions{})
		require.NoError(t, err)
	}
	assert.Contains(t, tr.errors.String(), "runner: this will not be remembered: ")
	assert.Equal(t, 1, strings.Count(tr.errors.String(), "\n"), "it is said once")
}

func TestStatus(t *testing.T) {
	tr := started(t, "40")
	require.NoError(t, tr.Status(""))
	assert.Equal(t, `Twice and half, in labs/ch01-fake

TestDouble
TestNegative
TestHalf

Nothing is checked yet.
Next: runner ch01 lab check
`, filepath.ToSlash(tr.said()))
	_ = tr.check(states("uuu"))
	_ = tr.check(&lab.Report{Problem: &lab.Problem{Kind: lab.Compile}})
	for range 6 {
		_ = tr.check(states("fpu"))
	}
	_ = tr.check(states("ppp"))
	require.NoError(t, tr.Hint("", "half"))
	require.NoError(t, tr.Hint("", "half"))
	require.NoError(t, tr.Hint("", "double"))
	require.NoError(t, tr.Solution("", true))
	tr.said()
	require.NoError(t, tr.Status(""))
	assert.Equal(t, `Twice and half, in labs/ch01-fake

TestDouble    · ! ✗ ✗ ✗ ✗ ✗ ✗ ✓  1 hint
TestNegative  · ! ✓ ✓ ✓ ✓ ✓ ✓ ✓
TestHalf      · ! · · · · · · ✓  2 hints

✓ passed  ✗ failed  · not written  ! no test could run
9 checks, the last on 2 January 2026, 15:04. All 3 tests pass.
Every test passed for the first time on 2 January 2026, 15:04.
Next: runner ch01 lab solution
`, filepath.ToSlash(tr.said()), "who has solved it has not given up")
	_ = tr.check(states("ppp"))
	tr.said()
	require.NoError(t, tr.Status(""))
	assert.Contains(t, tr.said(), "TestDouble    ! ✗ ✗ ✗ ✗ ✗ ✗ ✓ ✓  1 hint\n", "the last for which there is room")
}

func TestStanding(t *testing.T) {
	tr := try(t, "80")
	require.NoError(t, tr.Standing())
	assert.Equal(t, "Begin: runner ch01 lab start\n", tr.said())
	require.NoError(t, tr.Start(""))
	for _, step := range []struct {
		report *lab.Report
		want   string
	}{
		{nil, "Nothing is checked yet, in labs/ch01-fake. Next: runner ch01 lab check\n"},
		{states("uuu"), "No test passes yet, in labs/ch01-fake. Next: runner ch01 lab check\n"},
		{states("pfu"), "1 of 3 tests pass, in labs/ch01-fake. Next: runner ch01 lab check\n"},
		{states("ppp"), "All 3 tests pass, in labs/ch01-fake. Next: runner ch01 lab solution\n"},
		{&lab.Report{Problem: &lab.Problem{}}, "No test could run, in labs/ch01-fake. Next: runner ch01 lab check\n"},
	} {
		if step.report != nil {
			_ = tr.check(step.report)
		}
		tr.said()
		require.NoError(t, tr.Standing())
		assert.Equal(t, step.want, filepath.ToSlash(tr.said()))
	}
}
