package echotest

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// A recorder is a T that keeps a property's failures to itself.
type recorder struct {
	failures []string
	skipped  string
	cleanups []func()
}

// record runs a property against a subject and returns what it had to say.
func record[S any](check func(T, S), s S) *recorder {
	r := new(recorder)
	r.run(func() { check(r, s) })
	for _, cleanup := range slices.Backward(r.cleanups) {
		r.run(cleanup)
	}
	return r
}

// run gives f a goroutine that FailNow can end.
func (r *recorder) run(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

func (r *recorder) Helper()             {}
func (r *recorder) Logf(string, ...any) {}
func (r *recorder) Cleanup(f func())    { r.cleanups = append(r.cleanups, f) }
func (r *recorder) FailNow()            { runtime.Goexit() }

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Skipf(format string, args ...any) {
	r.skipped = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (r *recorder) String() string { return strings.Join(r.failures, "\n") }
