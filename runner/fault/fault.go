// Package fault says of an error what its reader can do about it, and whether
// it was the command that was wrong.
package fault

import (
	"errors"
	"fmt"
)

type fault struct {
	error
	hint  string
	usage bool
}

func (f *fault) Unwrap() error { return f.error }
func (f *fault) Hint() string  { return f.hint }

// New is fmt.Errorf with a hint in front.
func New(hint, format string, args ...any) error {
	return &fault{error: fmt.Errorf(format, args...), hint: hint}
}

// Usage is New for a command that makes no sense.
func Usage(hint, format string, args ...any) error {
	return &fault{error: fmt.Errorf(format, args...), hint: hint, usage: true}
}

// Hint is the hint of err, or of the first error it wraps that has one, or "".
func Hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}

// IsUsage reports whether err is about the command itself.
func IsUsage(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.usage
}
