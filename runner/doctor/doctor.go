// Package doctor finds out what this machine can do, by doing it, and says how
// to get what is missing.
package doctor

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// A Group says who misses what is missing.
type Group string

const (
	Needed   Group = "needed"   // every reader
	Examples Group = "examples" // who runs the examples named, or a view beneath them
	Beside   Group = "beside"   // who tries what a lesson shows beside its examples, other languages among it
	Tests    Group = "tests"    // who runs go test in the clone
)

// groups are in the order in which they are shown.
var groups = []Group{Needed, Examples, Beside, Tests}

// A check is one thing the workbook uses.
type check struct {
	name  string
	group Group
	use   string // what for

	// by is who uses it, chapter by chapter: "ch01 backlog; ch05; trace".
	// Behind a chapter are its examples, and beside them a verb of the runner's,
	// "lesson", "peers" or "tests"; without any it is the most of the chapter.
	by string

	// probe does the thing and returns what there is to know about it: a
	// version, a setting. Its error says what is missing and may have a Hint.
	probe func(ctx context.Context) (detail string, err error)
}

// A Finding is how a check came out.
type Finding struct {
	Name   string `json:"name"`
	Group  Group  `json:"group"`
	Use    string `json:"use"`
	By     string `json:"by"` // the examples, or others, that use it
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`           // what there is, or why there is nothing
	Remedy string `json:"remedy,omitempty"` // the command that changes it, or what would

	absent bool // it is a program that is not installed: there is no more to say
}

// A Report is what Examine found.
type Report struct {
	System   string    `json:"system"` // the operating system, as it calls itself
	Arch     string    `json:"arch"`
	Findings []Finding `json:"findings"`
}

// Fit reports whether nothing is missing that every reader needs.
func (r *Report) Fit() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Group == Needed && !f.OK })
}

// limit bounds one probe. They run side by side.
const limit = 4 * time.Second

// Examine probes everything, a few probes at a time.
func Examine(ctx context.Context, console *tty.Console) *Report {
	checks := all(console)
	report := &Report{System: system(), Arch: runtime.GOARCH, Findings: make([]Finding, len(checks))}
	var running sync.WaitGroup
	slots := make(chan struct{}, 2*runtime.NumCPU())
	for i, c := range checks {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			report.Findings[i] = examine(ctx, c)
		})
	}
	running.Wait()
	return report
}

func all(console *tty.Console) []check {
	checks := append(general(console), kernel()...)
	return append(checks, programs()...)
}

// examine runs one probe within its limit. A probe that does not end is left
// behind: it ends with the program.
func examine(ctx context.Context, c check) Finding {
	ctx, stop := context.WithTimeoutCause(ctx, limit, errors.New("no answer within "+limit.String()))
	defer stop()
	f := Finding{Name: c.name, Group: c.group, Use: c.use, By: c.by}
	found := make(chan Finding, 1)
	go func(f Finding) {
		detail, err := c.probe(ctx)
		f.OK, f.Detail = err == nil, detail
		if err != nil {
			f.Detail, f.Remedy = err.Error(), fault.Hint(err)
			f.absent = errors.Is(err, errAbsent)
		}
		found <- f
	}(f)
	select {
	case f := <-found:
		return f
	case <-ctx.Done():
		f.Detail = context.Cause(ctx).Error()
		return f
	}
}
