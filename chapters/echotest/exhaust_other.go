//go:build !unix

package echotest

import (
	"runtime"
	"time"
)

// A Hoard is every descriptor that the process could still open.
type Hoard struct{}

// Exhaust skips the test: there is no limit that a process could lower.
func Exhaust(t T) *Hoard {
	t.Helper()
	t.Skipf("a process cannot limit its own descriptors on %s", runtime.GOOS)
	return nil
}

func (*Hoard) Release(int) {}
func (*Hoard) ReleaseAll() {}

func cpuTime() time.Duration { return 0 }
