package lab

import (
	"context"
	"time"

	"sockbook/chapters/lab"
)

// CheckOptions say how to check.
type CheckOptions struct {
	Dir     string        // the student's folder, if it is not to be searched for
	Timeout time.Duration // of one test
	Watch   bool          // check again after each save, until ctx ends
	JSON    bool          // for a program
}

// Check tests what the student wrote and shows what that reveals. The error is
// [ErrNotPassed] if not every test passed. A watch ends with Ctrl-C, and that
// is no error.
func (b *Bench) Check(ctx context.Context, o CheckOptions) error {
	path, err := b.find(o.Dir)
	if err != nil {
		return err
	}
	ctx, release := b.Console.Interruptible(ctx)
	defer release()
	if o.Watch {
		return b.watch(ctx, path, o)
	}
	report, err := b.check(ctx, path, o)
	if err == nil && !solved(report) {
		return ErrNotPassed
	}
	return err
}

// check is one check. The error is that ctx has ended.
func (b *Bench) check(ctx context.Context, path string, o CheckOptions) (*lab.Report, error) {
	s := &screen{Bench: b, path: path, watching: o.Watch, history: b.recall(path)}
	options := lab.CheckOptions{Timeout: o.Timeout}
	if !o.JSON {
		if !o.Watch {
			s.header()
		}
		options.Done = s.result
		defer s.patience()()
	}
	report, err := b.Try(ctx, path, options)
	if err != nil {
		return nil, err
	}
	s.news = compare(s.history, report)
	b.record(path, func(h *history) { h.add(report, b.Now()) })
	if o.JSON {
		return report, s.json(report, o.Watch)
	}
	s.finish(report)
	return report, nil
}

// solved reports whether every test passed.
func solved(r *lab.Report) bool { return r.Problem == nil && r.Passed() == len(r.Results) }

// Show prints the results of a check in path, without what is remembered of
// others.
func (b *Bench) Show(path string, r *lab.Report) {
	s := &screen{Bench: b, path: path, history: &history{}}
	for _, result := range r.Results {
		s.result(result)
	}
	if r.Problem != nil {
		s.problem(r.Problem)
	}
}
