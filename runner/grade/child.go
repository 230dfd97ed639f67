package grade

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"sockbook/chapters/lab"
)

// childEnv tells a process that it is the one that checks a submission.
const childEnv = "SOCKBOOK_GRADE"

// An order is what such a process is told.
type order struct {
	Course  string        // the chapter's folder
	Dir     string        // the copy of the submission
	Timeout time.Duration // of one test

	// The rest is for a shelter.
	Stage   int // 0: none; 1: to make it; 2: inside
	Root    string
	Self    string
	GoRoot  string
	GoCache string
	Memory  int64 // that all processes may hold, in bytes
}

// Child checks the submission that the environment names, if it names one, and
// returns the status to exit with. The report is the standard output, which no
// test of it inherits. A program that calls [Run] calls Child before
// it does anything else.
func Child(courses func() ([]Course, error)) (status int, ran bool) {
	text, ok := os.LookupEnv(childEnv)
	if !ok {
		return 0, false
	}
	_ = os.Unsetenv(childEnv) // fails only for a malformed name
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil && o.Stage == 1 {
		err = shelter(&o) // it goes on as stage 2, in a new program
	}
	if err == nil {
		err = o.run(courses)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}

// reserve makes n threads and leaves them to the Go runtime, which ends a
// program that needs one and gets none: a submission may take all there are.
func reserve(n int) {
	var made sync.WaitGroup
	enough := make(chan struct{})
	for range n {
		made.Add(1)
		go func() {
			runtime.LockOSThread() // until it is unlocked it is nobody else's
			defer runtime.UnlockOSThread()
			made.Done()
			<-enough
		}()
	}
	made.Wait()
	close(enough)
}

func (o *order) run(courses func() ([]Course, error)) error {
	if err := guard(); err != nil {
		return err
	}
	go func() { // the parent holds the other end: without it nobody waits
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	if o.Stage > 0 {
		reserve(runtime.GOMAXPROCS(0) + 8)
		go starve(o.Memory)
	}
	all, err := courses()
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Dir != o.Course {
			continue
		}
		r, err := all[i].Lab.Check(context.Background(), o.Dir, lab.CheckOptions{Timeout: o.Timeout})
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	return fmt.Errorf("no lab %s in this program", o.Course)
}
