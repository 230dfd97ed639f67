package lab

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultTimeout is what one test may take.
const DefaultTimeout = 10 * time.Second

// CheckOptions say how to check.
type CheckOptions struct {
	Timeout time.Duration // of one test; 0 is DefaultTimeout
	Race    bool          // with the race detector, which needs a C compiler
	Tests   []string      // only these; nil is all
	Done    func(Result)  // if set, called as each test ends, in the lab's order
}

// Check tests the student's files in dir beside the workbook's own tests. Only
// the end of ctx is an error; whatever the submission does is in the report.
// When Check returns it has ended every process of the submission's that package
// confine holds.
func (l *Lab) Check(ctx context.Context, dir string, o CheckOptions) (*Report, error) {
	sources, changed, problem := l.collect(dir)
	if problem != nil {
		return &Report{Problem: problem}, nil
	}
	r, err := l.CheckSources(ctx, sources, o)
	if err == nil && len(changed) > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s is not as it was handed out; the check used the workbook's own (lab start --reset sets yours back)", strings.Join(changed, ", ")))
	}
	return r, err
}

// CheckSources is Check for files by their names.
func (l *Lab) CheckSources(ctx context.Context, sources map[string][]byte, o CheckOptions) (*Report, error) {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	w, err := l.newWorkspace(sources)
	if err != nil {
		return &Report{Problem: machine(err)}, nil
	}
	defer w.remove()
	problem := w.build(ctx, o.Race)
	if problem == nil {
		problem = w.start(ctx)
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if problem != nil {
		return &Report{Problem: problem}, nil
	}
	r := w.tests(ctx, o)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return r, nil
}

// tests runs each test in a process of its own, several at a time: what one
// does, to the process or to itself, is nothing to the others.
func (w *workspace) tests(ctx context.Context, o CheckOptions) *Report {
	names := w.lab.names(o.Tests)
	r := &Report{Results: make([]Result, len(names))}
	notes := make([]string, len(names))
	done := make([]chan struct{}, len(names))
	places := make(chan struct{}, max(2, runtime.NumCPU()))
	var running sync.WaitGroup
	for i, name := range names {
		done[i] = make(chan struct{})
		running.Go(func() {
			defer close(done[i])
			places <- struct{}{}
			defer func() { <-places }()
			r.Results[i], notes[i] = w.test(ctx, name, o.Timeout)
		})
	}
	for i := range done {
		<-done[i]
		if o.Done != nil && ctx.Err() == nil {
			o.Done(r.Results[i])
		}
		if notes[i] != "" {
			r.Notes = append(r.Notes, notes[i])
		}
	}
	running.Wait()
	return r
}

// names are those of the tests that are asked for, in the lab's order.
func (l *Lab) names(asked []string) (names []string) {
	for _, t := range l.Tests {
		if asked == nil || slices.Contains(asked, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}
