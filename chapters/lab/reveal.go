package lab

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// startTime is what the inits of a package may take.
const startTime = 5 * time.Second

// start runs no test: an init that hangs or ends the process would do so in
// each, and is told of once.
func (w *workspace) start(ctx context.Context) *Problem {
	e := w.run(ctx, "^$", startTime)
	if e.says(saysReady) && e.status == 0 {
		return nil
	}
	p := &Problem{Kind: Startup, Hint: "look at the init functions and the package's variables"}
	var r Result
	switch {
	case e.err != nil:
		return machine(e.err)
	case e.overdue && !e.flooded && !e.says(saysReady):
		p.Text = fmt.Sprintf("the program is still not through its init functions after %v", startTime+respite+grace)
	case w.ended(e, &r):
		p.Text = "before the first test: " + r.Shows
	default:
		p.Text = fmt.Sprintf("the program ended before the first test, with status %d: os.Exit, perhaps", e.status)
		p.Detail = printed(e)
	}
	if r.At.Line > 0 {
		p.Errors = []Diagnostic{{r.At, r.Shows}}
	}
	return p
}

// test runs one test; note is what the student ought to know beside it.
func (w *workspace) test(ctx context.Context, name string, limit time.Duration) (r Result, note string) {
	began := time.Now()
	e := w.run(ctx, "^"+name+"$", limit)
	r = Result{Test: name, State: Failed, Took: time.Since(began)}
	if e.left > 0 {
		note = fmt.Sprintf("%s left %s behind, which the check ended: wait for what you start", name, processes(e.left))
	}
	switch {
	case e.err != nil:
		r.Shows = e.err.Error()
	case e.says(saysPassed+" "+name) && e.status == 0:
		r.State = Passed // whatever it printed
	case w.ended(e, &r):
	case e.says(saysFailed + " " + name):
		r.Shows, r.Details = message(e.stdout, name)
	default:
		r.Shows = fmt.Sprintf("the program ended, with status %d, before the test was over: os.Exit or log.Fatal, perhaps", e.status)
		r.Details = lastWords(e)
	}
	return r, note
}

func processes(n int) string {
	if n == 1 {
		return "a process"
	}
	return fmt.Sprintf("%d processes", n)
}

// gaveUp is how the Go runtime begins to say why it ends the program.
var gaveUp = regexp.MustCompile(`(?m)^(panic|fatal error): (.*)$`)

// timedOut is what the testing package's own limit says.
const timedOut = "test timed out after "

// ended tells of a process that did not come to the end of its test; ok is
// false if it did.
func (w *workspace) ended(e *ending, r *Result) (ok bool) {
	why := gaveUp.FindStringSubmatch(e.stderr)
	switch {
	case e.says(saysMemory), e.hungry:
		r.Shows = fmt.Sprintf("your code held more than %d MiB of memory, and was stopped", maxMemory>>20)
	case e.flooded:
		r.Shows = fmt.Sprintf("your code printed more than %d MiB, and was stopped: a loop that does not end, perhaps", maxOutput>>20)
		r.Details = lastWords(e)
	case e.overdue:
		r.Shows = "the test did not end, not even when it was told to, and was stopped"
	case why == nil:
		return false
	case strings.HasPrefix(why[2], timedOut):
		limit, _, _ := strings.Cut(strings.TrimPrefix(why[2], timedOut), " ")
		r.Shows = "still not done after " + limit
		w.standing(e.stderr, r)
	case strings.HasPrefix(why[2], todo):
		r.State = Unwritten
		r.Shows, _, _ = strings.Cut(strings.TrimPrefix(why[2], todo), " [recovered")
	default:
		r.Shows, _, _ = strings.Cut(why[0], " [recovered")
		if why[2] == "stack overflow" {
			r.Shows += ": a function calls itself without end, perhaps"
		}
		r.At = w.place(e.stderr)
	}
	return true
}

// place is where the goroutine that gave up was in the student's files.
func (w *workspace) place(stderr string) Place {
	for _, g := range w.goroutines(stderr) {
		if len(g.frames) > 0 {
			return g.frames[0]
		}
	}
	return Place{}
}

// standing says where the student's code stood when the time was up.
func (w *workspace) standing(stderr string, r *Result) {
	for _, g := range w.goroutines(stderr) {
		if len(g.frames) == 0 {
			continue
		}
		if r.At.Line == 0 {
			r.At = g.frames[0]
			if doing := waits(g.state); doing != "" {
				r.Shows += ": your code was " + doing
			}
		}
	}
	if r.At.Line == 0 {
		r.Shows += ": the test was waiting, and none of your code was running"
	}
}
