// Package doctor finds out what this machine can do, by doing it, and says how
// to get what is missing.
package doctor

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// A check is one thing the workbook uses.
type check struct {
	name string
	use  string // what for

	// probe does the thing and returns what there is to know about it: a
	// version, a setting. Its error says what is missing and may have a Hint.
	probe func(ctx context.Context) (detail string, err error)
}

// A Finding is how a check came out.
type Finding struct {
	Name   string `json:"name"`
	Use    string `json:"use"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`           // what there is, or why there is nothing
	Remedy string `json:"remedy,omitempty"` // the command that changes it
}

// A Report is what Examine found.
type Report struct {
	System   string    `json:"system"` // the operating system, as it calls itself
	Arch     string    `json:"arch"`
	Findings []Finding `json:"findings"`
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
	found := make(chan Finding, 1)
	go func() {
		f := Finding{Name: c.name, Use: c.use}
		detail, err := c.probe(ctx)
		f.OK, f.Detail = err == nil, detail
		if err != nil {
			f.Detail, f.Remedy = err.Error(), fault.Hint(err)
		}
		found <- f
	}()
	select {
	case f := <-found:
		return f
	case <-ctx.Done():
		return Finding{Name: c.name, Use: c.use, Detail: context.Cause(ctx).Error()}
	}
}
