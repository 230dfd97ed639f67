package bsdapi

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A thread makes one call and ends. A goroutine may change threads at any
// time, unless it is locked to one; and a thread whose goroutine ends locked
// is not used again, whatever was done to it.
type thread struct {
	id     int
	result chan result
}

type result struct {
	n   int
	err error
}

func newThread(call func() (int, error)) *thread {
	t := &thread{result: make(chan result, 1)}
	id := make(chan int, 1)
	go func() {
		runtime.LockOSThread()
		id <- unix.Gettid()
		n, err := call()
		t.result <- result{n, err}
	}()
	t.id = <-id
	return t
}

// asleep returns a channel that is ready once the thread waits, or has ended.
// No event tells either: proc_pid_stat(5) is asked every millisecond.
func (t *thread) asleep() <-chan struct{} {
	found := make(chan struct{})
	go func() {
		defer close(found)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for range tick.C {
			stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/stat", t.id))
			if err != nil {
				return // it has ended
			}
			if _, state, _ := strings.Cut(string(stat), ") "); strings.HasPrefix(state, "S") {
				return
			}
		}
	}()
	return found
}
