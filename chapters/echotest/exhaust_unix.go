//go:build unix

package echotest

import (
	"errors"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
)

// A Hoard is every descriptor that the process could still open.
type Hoard []*os.File

// Exhaust lowers the limit on descriptors (getrlimit(2), RLIMIT_NOFILE) and
// opens files until open(2) says EMFILE. The end of the test undoes both. A
// process has one such limit: nothing else may run beside the test.
func Exhaust(t T) *Hoard {
	t.Helper()
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	low := limit
	low.Cur = 128
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low))
	hoard := new(Hoard)
	t.Cleanup(func() {
		hoard.ReleaseAll()
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	})
	// Descriptors may still be on their way back: a Close that is under way,
	// and the pipes that net keeps in a pool for splice(2), which it gives up
	// in the second collection that finds them unused.
	runtime.GC()
	runtime.GC()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 10 {
		hoard.fill(t)
		<-tick.C
	}
	require.NotEmpty(t, *hoard, "this process has more than %d descriptors open", low.Cur)
	return hoard
}

// fill opens files until the system refuses.
func (h *Hoard) fill(t T) {
	t.Helper()
	for {
		f, err := os.Open(os.DevNull)
		if errors.Is(err, syscall.EMFILE) {
			return
		}
		require.NoError(t, err)
		*h = append(*h, f)
	}
}

// Release gives n descriptors back.
func (h *Hoard) Release(n int) {
	for _, f := range (*h)[:n] {
		_ = f.Close() // opened for reading: nothing can be lost
	}
	*h = (*h)[n:]
}

// ReleaseAll gives back those that are left.
func (h *Hoard) ReleaseAll() { h.Release(len(*h)) }

// cpuTime is the processor time that this process has used (getrusage(2)).
func cpuTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
