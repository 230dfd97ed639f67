package lab

import (
	"slices"
	"strings"
	"time"

	"sockbook/chapters/lab"
)

// historyFile is where the student's folder remembers what was done in it.
const historyFile = ".lab.json"

// keptChecks is how many checks are remembered in full.
const keptChecks = 200

// A history is what historyFile holds.
type history struct {
	Lab    string         `json:"lab"`             // the chapter's folder
	Tests  []string       `json:"tests"`           // in the order of the letters in each check's States
	Count  int            `json:"count"`           // of all checks
	Checks []entry        `json:"checks"`          // the last of them
	Hints  map[string]int `json:"hints,omitempty"` // how many were taken, by test
	Solved time.Time      `json:"solved,omitzero"` // when every test passed for the first time
	GaveUp time.Time      `json:"gave_up,omitzero"`
}

// An entry is one check: a letter of states for each test, or why none ran.
type entry struct {
	At      time.Time       `json:"at"`
	States  string          `json:"states,omitempty"`
	Problem lab.ProblemKind `json:"problem,omitempty"`
}

// Letters of an entry's States. A blank is for a test that was not there.
const (
	passed    = 'p'
	failed    = 'f'
	unwritten = 'u'
	unknown   = ' '
)

func (e *entry) passed() int { return strings.Count(e.States, string(passed)) }

func (e *entry) solved() bool { return e.States != "" && strings.Trim(e.States, string(passed)) == "" }

func (h *history) last() *entry {
	if len(h.Checks) == 0 {
		return nil
	}
	return &h.Checks[len(h.Checks)-1]
}

// lastRun is the last check in which tests ran, or one of unknown states.
func (h *history) lastRun() entry {
	for _, e := range slices.Backward(h.Checks) {
		if e.States != "" {
			return e
		}
	}
	return entry{States: strings.Repeat(string(unknown), len(h.Tests))}
}

// add notes a check.
func (h *history) add(r *lab.Report, at time.Time) {
	e := entry{At: at.Round(time.Second)}
	if r.Problem != nil {
		e.Problem = r.Problem.Kind
	}
	for i := range r.Results {
		e.States += string(letter(r.Results[i].State))
	}
	h.Count++
	h.Checks = append(h.Checks, e)
	h.Checks = h.Checks[max(0, len(h.Checks)-keptChecks):]
	if e.solved() && h.Solved.IsZero() {
		h.Solved = e.At
	}
}

func letter(s lab.State) rune {
	switch s {
	case lab.Passed:
		return passed
	case lab.Unwritten:
		return unwritten
	}
	return failed
}

// onto makes what another version of the workbook has written, or a hand, fit
// the tests that there are.
func (h *history) onto(tests []string) {
	for i := range h.Checks {
		e := &h.Checks[i]
		if e.States == "" {
			continue
		}
		states := make([]byte, len(tests))
		for j, name := range tests {
			states[j] = unknown
			if k := slices.Index(h.Tests, name); k >= 0 && k < len(e.States) {
				states[j] = e.States[k]
			}
		}
		e.States = string(states)
	}
	h.Tests = tests
	h.Count = max(h.Count, len(h.Checks))
	if h.Hints == nil {
		h.Hints = make(map[string]int)
	}
}
