package chapters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
)

// childEnv names the example that a process is to run in place of whatever
// else its main does. An example gets a process of its own so that a panic on
// any goroutine, a lowered descriptor limit or an endless loop stays its own.
const childEnv = "SOCKBOOK_EXAMPLE"

// privateEnv tells a child that its network namespace is new, and lo down.
const privateEnv = "SOCKBOOK_PRIVATE"

// Exit statuses of a child, beside 0.
const (
	exitFailed  = 1
	exitPanic   = 2 // Go's own, for a panic
	exitSkipped = 3
	exitRefused = 4 // skipped for want of a namespace
)

// Child runs the example that the environment names, if it names one, and
// returns the status to exit with. A program that calls [Chapter.RunExample]
// calls Child before it does anything else.
func Child(catalogue []Chapter) (status int, ran bool) {
	name, ok := os.LookupEnv(childEnv)
	if !ok {
		return 0, false
	}
	_ = os.Unsetenv(childEnv) // what the example starts is not an example
	dir, example, _ := strings.Cut(name, "/")
	for i := range catalogue {
		if catalogue[i].Dir != dir {
			continue
		}
		if e := catalogue[i].Example(example); e != nil {
			return runHere(e, os.Args[1:]), true
		}
	}
	fmt.Fprintf(os.Stderr, "no example %s in this program\n", name)
	return exitFailed, true
}

// runHere runs e in this process and tells the parent how it ended.
func runHere(e *Example, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out, err := settle()
	if err == nil {
		err = e.answer(ctx, out, args)
	}
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		return exitFailed
	}
	fmt.Fprintln(os.Stderr, err)
	if h := hint(err); h != "" {
		fmt.Fprintln(os.Stderr, "hint: "+h)
	}
	var skipped *Skipped
	switch {
	case errors.As(err, &skipped) && skipped.namespace:
		return exitRefused
	case errors.Is(err, errors.ErrUnsupported):
		return exitSkipped
	}
	return exitFailed
}

// answer runs e, with the reader's arguments if there are any.
func (e *Example) answer(ctx context.Context, out io.Writer, args []string) error {
	switch {
	case len(args) == 0:
		return e.Run(ctx, out)
	case e.Asked == nil:
		return fmt.Errorf("the example %s takes no arguments", e.Name)
	}
	return e.Asked(ctx, out, args)
}

// settle makes a new network namespace usable, if this process is in one, and
// returns what to print with. Some systems give the namespace and withhold its
// privileges.
func settle() (io.Writer, error) {
	if _, ok := os.LookupEnv(privateEnv); ok {
		_ = os.Unsetenv(privateEnv)
		if err := raiseLoopback(); err != nil {
			return nil, refused(err)
		}
	}
	return capture(os.Stdout)
}

// A lineWriter keeps each Write whole when several goroutines write.
type lineWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lineWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
