//go:build !windows

package tty

import (
	"errors"
	"syscall"
)

// understandsEscapes goes by TERM, as every program does: no TERM is a
// terminal nobody knows.
func understandsEscapes(_ int, term string) bool { return term != "" && term != "dumb" }

// hungUp reports whether a write failed because nobody reads any more.
func hungUp(err error) bool { return errors.Is(err, syscall.EPIPE) }
