package lab

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters/lab"
	"sockbook/runner/tty"
)

// chroma's regular expressions have a clock that stops by itself.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock"))
}

// A trial is a bench whose checks find what the test says.
type trial struct {
	*Bench
	t           *testing.T
	out, errors bytes.Buffer
	reports     []*lab.Report // of the checks to come
	interrupts  chan os.Signal
}

// double is the lab of the runner's tests.
func double(t *testing.T) *lab.Lab {
	t.Helper()
	l, err := lab.Open(os.DirFS("../testdata/lab"), "sockbook/ch01-fake/lab")
	require.NoError(t, err)
	return l
}

// try returns a bench in an empty folder, with an output of that many columns.
func try(t *testing.T, columns string) *trial {
	t.Helper()
	tr := &trial{t: t, interrupts: make(chan os.Signal, 1)}
	env := func(name string) string { return map[string]string{"COLUMNS": columns}[name] }
	console := tty.New(&bytes.Buffer{}, &tr.out, &tr.errors, env, tr.interrupts)
	tr.Bench = New(console, double(t), "ch01-fake", t.TempDir(), "runner ch01 lab")
	tr.Try = func(ctx context.Context, _ string, o lab.CheckOptions) (*lab.Report, error) {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		r := tr.reports[0]
		tr.reports = tr.reports[1:]
		for _, result := range r.Results {
			if o.Done != nil {
				o.Done(result)
			}
		}
		return r, nil
	}
	tr.Now = func() time.Time { return time.Date(2026, 1, 2, 15, 4, 5, 0, time.Local) }
	return tr
}

// path is a file of the student's folder.
func (tr *trial) path(name string) string {
	return filepath.Join(tr.Cwd, "labs", "ch01-fake", name)
}

func (tr *trial) write(path, text string) {
	tr.t.Helper()
	require.NoError(tr.t, os.WriteFile(path, []byte(text), 0o600))
}

func (tr *trial) read(path string) string {
	tr.t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(tr.t, err)
	return string(text)
}

// said is what was printed since the last time.
func (tr *trial) said() string {
	defer tr.out.Reset()
	return tr.out.String()
}

// started is a trial whose folder is made.
func started(t *testing.T, columns string) *trial {
	t.Helper()
	tr := try(t, columns)
	require.NoError(t, tr.Start(""))
	tr.said()
	return tr
}

// states is a report in which each test has the state of its letter.
func states(letters string) *lab.Report {
	r := &lab.Report{}
	for i, name := range []string{"TestDouble", "TestNegative", "TestHalf"} {
		result := lab.Result{Test: name, State: lab.Passed}
		switch letters[i] {
		case failed:
			result.State, result.Shows = lab.Failed, "it is not so"
		case unwritten:
			result.State, result.Shows = lab.Unwritten, "Double is not written yet"
		}
		r.Results = append(r.Results, result)
	}
	return r
}

// check makes a check that finds r.
func (tr *trial) check(r *lab.Report) error {
	tr.reports = append(tr.reports, r)
	return tr.Check(context.Background(), CheckOptions{})
}
