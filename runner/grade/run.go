package grade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
	One     bool     // each of them is one student's, and not a class's
	Cwd     string   // the working directory
	Timeout time.Duration
	Jobs    int  // submissions at a time
	Fresh   bool // grade again what was graded before

	Found func(n int) error                   // called before the first is graded; an error ends it
	Warn  func(text, hint string)             // says what the reader ought to know
	Done  func(g *Grade, n, of int, old bool) // called as each submission is finished

	memory int64 // that a submission may hold in all, in bytes, if not maxHeld
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
	all, archives, err := o.find()
	if len(archives) > 0 {
		o.Warn("archives are left out: "+few(archives), "unpack each into a folder of its own")
	}
	if err == nil {
		err = o.Found(len(all))
	}
	if err != nil {
		return nil, err
	}
	r := &run{Options: o}
	if err := r.remember(); err != nil {
		return nil, err
	}
	if err := r.prepare(ctx, all); err != nil {
		return nil, errors.Join(err, r.state.close())
	}
	defer os.RemoveAll(r.base)
	grades, err := r.all(ctx, all)
	return grades, errors.Join(err, r.state.close())
}

// Keeps reports whether finished grades are kept: not in a folder that is
// graded, where whoever wrote it could have left some.
func (o *Options) Keeps() bool {
	return !slices.ContainsFunc(o.Dirs, func(dir string) bool { return within(o.Cwd, absolute(o.Cwd, dir)) })
}

// remember finds the grades that are kept.
func (r *run) remember() error {
	if !r.Keeps() {
		r.Warn("the working directory is among what is graded, and no grade is kept there",
			"from another folder an interrupted grading goes on where it stopped")
		r.state = &state{}
		return nil
	}
	kept, damage, err := openState(filepath.Join(r.Cwd, stateFile))
	if err != nil {
		return fault.New("finished grades are kept in the working directory: go to a folder that you may write to", "%w", err)
	}
	if damage != "" {
		r.Warn(damage, fmt.Sprintf("%d grades in it are kept, and the rest is graded again", len(kept.held)))
	}
	if r.Fresh {
		kept.held = nil
	}
	r.state = kept
	return nil
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
	for range min(r.Jobs, len(all)) {
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
	g = &Grade{Submission: s.name, Path: s.path, Tests: []Test{}, Sheltered: r.sheltered}
	if s.course == nil {
		g.Problem, g.At = cmp.Or(s.problem, noLab), began
		return g, false, nil
	}
	g.Lab = s.course.Dir
	copied, err := s.take()
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
		g.Problem, g.unheard = bounded(err.Error()), true
	}
	g.fill(c.Lab, report)
	return nil
}

// prepare finds the go command, makes the folder to work in, and tries the
// workbook's own solutions: on a machine where those do not pass, nobody's
// would. For grades that are kept none of it is needed.
func (r *run) prepare(ctx context.Context, all []submission) (err error) {
	r.sheltered = canShelter
	courses := r.ungraded(all)
	if len(courses) == 0 {
		return nil
	}
	if r.self, err = os.Executable(); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOCACHE").Output()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fault.New("install Go 1.25 or later: https://go.dev/dl/", "the go command does not run, and grading compiles: %w", err)
	}
	r.goRoot, r.goCache, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(string(out)), "\r", ""), "\n")
	if r.base, err = os.MkdirTemp("", "sockbook-grade-"); err != nil {
		return err
	}
	r.root = filepath.Join(r.base, "root")
	if err = os.Mkdir(r.root, 0o700); err == nil {
		err = r.provide()
	}
	if err == nil {
		err = r.rehearse(ctx, courses)
	}
	if err != nil {
		_ = os.RemoveAll(r.base) // err is the one to report
	}
	return err
}

// provide makes a cache for the go command if it has none that it can write to,
// as without a home directory: what one submission compiles of the standard
// library the next need not.
func (r *run) provide() error {
	probe := filepath.Join(r.goCache, filepath.Base(r.base))
	if filepath.IsAbs(r.goCache) && os.MkdirAll(probe, 0o777) == nil {
		return os.Remove(probe)
	}
	r.goCache = filepath.Join(r.base, "cache")
	return errors.Join(os.Mkdir(r.goCache, 0o700), os.Setenv("GOCACHE", r.goCache))
}

// ungraded are the courses of the submissions without a grade that is kept.
func (r *run) ungraded(all []submission) (courses []*Course) {
	for i := range all {
		s := &all[i]
		if s.course == nil || slices.Contains(courses, s.course) {
			continue
		}
		copied, err := s.take()
		if err != nil {
			continue // there is nothing to check
		}
		if _, ok := r.state.recall(copied.key(s.path, s.course, r.Timeout, r.sheltered)); !ok {
			courses = append(courses, s.course)
		}
	}
	return courses
}

// rehearse checks the solution of each lab that there is a submission of. It
// decides whether the class is graded in shelters: not where none can be made.
// A solution that fails in one, on a busy machine say, decides nothing.
func (r *run) rehearse(ctx context.Context, courses []*Course) error {
	for _, c := range courses {
		// Compiling once here fills the cache that the shelters share.
		if _, err := c.Lab.CheckSources(ctx, solution(c.Lab), lab.CheckOptions{Tests: []string{}}); err != nil {
			return err
		}
		g, err := r.solve(ctx, c)
		if r.sheltered && (g.unheard || g.machine) {
			r.Warn("this system does not let a submission be sheltered: "+Line(g.Problem),
				"each runs with your rights and sees your files; grade in a virtual machine, or on Linux 5.12 or later with user namespaces allowed")
			r.sheltered = false
			_, err = r.solve(ctx, c)
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

// solve checks the workbook's own solution. Its grade says why it did not pass.
func (r *run) solve(ctx context.Context, c *Course) (*Grade, error) {
	g := &Grade{}
	if err := r.judge(ctx, c, &snapshot{files: solution(c.Lab)}, g); err != nil {
		return g, err
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
		return g, nil
	}
	return g, fault.New("with a longer --timeout or fewer --jobs it may", "the workbook's own solution of %s does not pass on this machine: %s", c.Name, Line(g.Problem))
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
