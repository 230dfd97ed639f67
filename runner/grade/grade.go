// Package grade checks the submissions of a class: each in a process of its
// own, on Linux in namespaces of its own, and none with a say in its points.
//
// The points are the lab's: one for each of its tests. What a submission prints
// or writes decides nothing; chapters/lab tells how a test's verdict comes to
// its parent.
package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"sockbook/chapters"
	"sockbook/chapters/lab"
)

// A Course is a lab that submissions are graded by.
type Course struct {
	Name string // of the chapter's command: "ch02"
	Dir  string // the chapter's folder: "ch02-stream"
	Lab  *lab.Lab
}

// Courses are the labs of a catalogue, in its order.
func Courses(catalogue []chapters.Chapter) ([]Course, error) {
	var all []Course
	for i := range catalogue {
		c := &catalogue[i]
		l, err := c.Lab()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("the lab of %s: %w", c.Dir, err)
		}
		all = append(all, Course{Name: fmt.Sprintf("ch%02d", c.Number), Dir: c.Dir, Lab: l})
	}
	return all, nil
}

// A Grade is what one submission came to.
type Grade struct {
	Submission string    `json:"submission"` // its name: the path below the folder that was given
	Path       string    `json:"path"`
	Lab        string    `json:"lab"` // the chapter's folder, "" if no lab was recognized
	Score      int       `json:"score"`
	Max        int       `json:"max_score"`
	Problem    string    `json:"problem,omitempty"` // why no test ran
	Tests      []Test    `json:"tests"`             // each of the lab's, in its order
	Notes      []string  `json:"notes,omitempty"`
	Sheltered  bool      `json:"sheltered"` // it ran in namespaces of its own
	Seconds    float64   `json:"seconds"`
	At         time.Time `json:"at"` // when it was graded

	machine bool // the problem is none of the submission's
	unheard bool // the check ended without a report
}

// A Test is worth one point.
type Test struct {
	Name    string    `json:"name"`
	State   lab.State `json:"state"`
	Shows   string    `json:"shows,omitempty"`
	Seconds float64   `json:"seconds"`
}

// notRun is the state of a test when no test could be run.
const notRun lab.State = "not run"

// fill gives g the tests of the lab, and the points for those that the report
// says have passed. r is nil if there is no report.
func (g *Grade) fill(l *lab.Lab, r *lab.Report) {
	found := make(map[string]lab.Result)
	if r != nil {
		g.Notes = append(g.Notes, r.Notes...)
		for _, result := range r.Results {
			found[result.Test] = result
		}
		if p := r.Problem; p != nil {
			g.Problem, found = told(p), nil
			g.machine = p.Kind == lab.Machine || p.Kind == lab.Toolchain
		}
	}
	g.Max = len(l.Tests)
	for _, t := range l.Tests {
		result, ok := found[t.Name]
		if !ok {
			result.State = notRun
		}
		if result.State == lab.Passed {
			g.Score++
		}
		g.Tests = append(g.Tests, Test{t.Name, result.State, shows(&result), result.Took.Seconds()})
	}
}

// shows is what a failure shows, and where and with what.
func shows(r *lab.Result) string {
	text := r.Shows
	if r.At.File != "" {
		text += fmt.Sprintf("\nat: %s:%d", r.At.File, r.At.Line)
	}
	for _, d := range r.Details {
		text += "\n" + d.Key + ": " + d.Text
	}
	return bounded(text)
}

// told is a problem as text.
func told(p *lab.Problem) string {
	text := p.Text
	for _, e := range p.Errors {
		text += fmt.Sprintf("\n%s:%d: %s", e.File, e.Line, e.Text)
	}
	if len(p.Errors) == 0 && p.Detail != "" {
		text += "\n" + p.Detail
	}
	return bounded(text)
}
