package grade

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

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
	if r.base, err = os.MkdirTemp("", lab.Prefix+"grade-"); err != nil {
		return err
	}
	if err = r.goEnv(ctx); err != nil {
		_ = os.RemoveAll(r.base) // err is the one to report
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
