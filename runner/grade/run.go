package grade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

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
	if err == errAtWork {
		return fault.New("wait for its end, or grade in another folder", "%w", err)
	}
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
		return g, false, fmt.Errorf("%s: %s", Shown(s.name), Line(g.Problem))
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
