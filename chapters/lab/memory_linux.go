package lab

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// watchMemory ends a process that holds more than twice maxMemory, which the
// harness has not seen: it comes after a package's init functions, and counts
// what the Go runtime has mapped. The result waits for ctx's end and reports
// whether it did.
func watchMemory(ctx context.Context, pid int, end func()) (hungry func() bool) {
	var over atomic.Bool
	var watching sync.WaitGroup
	watching.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if resident(pid) > 2*maxMemory {
				over.Store(true)
				end()
				return
			}
		}
	})
	return func() bool {
		watching.Wait()
		return over.Load()
	}
}

// resident is how much memory a process has, in bytes: the second number of
// /proc/PID/statm, in pages (proc_pid_statm(5)). It is 0 for one that is gone.
func resident(pid int) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	var size, pages int64
	_, _ = fmt.Sscan(string(text), &size, &pages)
	return pages * int64(os.Getpagesize())
}
