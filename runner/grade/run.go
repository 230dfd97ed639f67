package grade

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// Options say what to grade and how.
type Options struct {
	Courses []Course
	Only    *Course  // grade this lab alone; nil is each that is recognized
	Dirs    []string // with the submissions
	Cwd     string   // the working directory
	Timeout time.Duration
	Jobs    int  // submissions at a time
	Fresh   bool // grade again what was graded before

	Warn func(text, hint string)             // says what the reader ought to know
	Done func(g *Grade, n, of int, old bool) // called as each submission is finished
}

// A run is one grading.
type run struct {
	Options
	self, goRoot, goCache string
	base, root            string // a temporary folder, and the mount point in it
	sheltered             bool
	state                 *state
}

// Run grades the submissions and returns a grade for each, in the order of the
// folders. A grade is kept when it is finished; if ctx ends, those that are
// finished are returned with its cause.
func Run(ctx context.Context, o Options) ([]Grade, error) {
	all, err := find(o.Courses, o.Only, o.Cwd, o.Dirs)
	if err != nil {
		return nil, err
	}
	r := &run{Options: o}
	if err := r.prepare(ctx, all); err != nil {
		return nil, err
	}
	defer os.RemoveAll(r.base)
	r.state, err = openState(filepath.Join(o.Cwd, stateFile), o.Fresh)
	if err != nil {
		return nil, fault.New("finished grades are kept in the working directory: go to a folder that you may write to", "%w", err)
	}
	grades, err := r.all(ctx, all)
	return grades, errors.Join(err, r.state.close())
}

// all grades, several at a time.
func (r *run) all(ctx context.Context, all []submission) ([]Grade, error) {
	grades := make([]*Grade, len(all))
	errs := make([]error, len(all))
	next := make(chan int)
	var (
		working sync.WaitGroup
		telling sync.Mutex
		done    int
	)
	for range r.Jobs {
		working.Go(func() {
			for i := range next {
				g, old, err := r.one(ctx, &all[i])
				telling.Lock()
				if grades[i], errs[i] = g, err; g != nil {
					done++
					r.Done(g, done, len(all), old)
				}
				telling.Unlock()
			}
		})
	}
	for i := range all {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	working.Wait()
	var finished []Grade
	for _, g := range grades {
		if g != nil {
			finished = append(finished, *g)
		}
	}
	if ctx.Err() != nil {
		return finished, context.Cause(ctx)
	}
	return finished, errors.Join(errs...)
}

// one grades a submission, or finds its grade among those kept. Without a grade
// the error is why.
func (r *run) one(ctx context.Context, s *submission) (g *Grade, old bool, err error) {
	began := time.Now()
	g = &Grade{Submission: s.name, Path: s.path, Sheltered: r.sheltered}
	if s.course == nil {
		g.Problem = "no folder of a lab was found: none has its go.mod"
		g.At = began
		return g, false, nil
	}
	g.Lab = s.course.Dir
	copied, err := take(s.path)
	if err != nil {
		g.Problem, g.At = bounded(err.Error()), began
		g.fill(s.course.Lab, nil)
		return g, false, nil
	}
	key := copied.key(s.path, s.course, r.Timeout, r.sheltered)
	if kept, ok := r.state.recall(key); ok {
		kept.Submission = s.name // another name, if other folders were given
		return &kept, true, nil
	}
	g.Notes = copied.notes
	if err := r.judge(ctx, s.course, copied, g); err != nil {
		return nil, false, err
	}
	g.At, g.Seconds = time.Now(), time.Since(began).Seconds()
	if g.machine {
		return g, false, fmt.Errorf("%s: %s", s.name, Line(g.Problem))
	}
	return g, false, r.state.keep(key, g)
}

// judge has a copy checked and fills its grade. The error is that ctx has ended,
// or that the machine would not.
func (r *run) judge(ctx context.Context, c *Course, copied *snapshot, g *Grade) error {
	dir, err := copied.write(r.base)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	report, err := r.check(ctx, c, dir)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		g.Problem = bounded(err.Error())
	}
	g.fill(c.Lab, report)
	return nil
}

// prepare finds the go command, makes the folder to work in, and tries the
// workbook's own solutions: on a machine where those do not pass, nobody's
// would.
func (r *run) prepare(ctx context.Context, all []submission) (err error) {
	if r.self, err = os.Executable(); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOCACHE").Output()
	if err != nil {
		return fault.New("install Go 1.25 or later: https://go.dev/dl/", "the go command does not run, and grading compiles: %w", err)
	}
	r.goRoot, r.goCache, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(string(out)), "\r", ""), "\n")
	if r.base, err = os.MkdirTemp("", "sockbook-grade-"); err != nil {
		return err
	}
	r.root = filepath.Join(r.base, "root")
	if err = os.Mkdir(r.root, 0o700); err == nil {
		err = r.rehearse(ctx, all)
	}
	if err != nil {
		_ = os.RemoveAll(r.base) // err is the one to report
	}
	return err
}

// rehearse checks the solution of each lab that there is a submission of. It
// decides whether the class is graded in shelters.
func (r *run) rehearse(ctx context.Context, all []submission) error {
	r.sheltered = canShelter
	tried := make(map[string]bool)
	for _, s := range all {
		if s.course == nil || tried[s.course.Dir] {
			continue
		}
		tried[s.course.Dir] = true
		// Compiling once here fills the cache that the shelters share.
		if _, err := s.course.Lab.CheckSources(ctx, solution(s.course.Lab), lab.CheckOptions{Tests: []string{}}); err != nil {
			return err
		}
		err := r.solve(ctx, s.course)
		if err != nil && ctx.Err() == nil && r.sheltered {
			r.Warn("this system does not let a submission be sheltered: "+Line(err.Error()),
				"each runs with your rights and sees your files; grade in a virtual machine, or on Linux 5.12 or later with user namespaces allowed")
			r.sheltered = false
			err = r.solve(ctx, s.course)
		}
		if err != nil {
			return err
		}
	}
	if !canShelter {
		r.Warn("submissions run with your rights and see your files", "grade on Linux, where each has namespaces of its own")
	}
	return ctx.Err()
}

// solve checks the workbook's own solution.
func (r *run) solve(ctx context.Context, c *Course) error {
	g := &Grade{}
	if err := r.judge(ctx, c, &snapshot{files: solution(c.Lab)}, g); err != nil {
		return err
	}
	if g.Problem == "" && g.Score < g.Max {
		for _, t := range g.Tests {
			if t.State != lab.Passed {
				g.Problem = t.Name + ": " + t.Shows
				break
			}
		}
	}
	if g.Problem == "" {
		return nil
	}
	return fault.New("with a longer --timeout or fewer --jobs it may", "the workbook's own solution of %s does not pass on this machine: %s", c.Name, Line(g.Problem))
}

// solution are the files of a lab as the workbook has them.
func solution(l *lab.Lab) map[string][]byte {
	files := make(map[string][]byte)
	for _, f := range l.Files {
		if filepath.Ext(f.Name) == ".go" {
			files[f.Name] = f.Solution
		}
	}
	return files
}
