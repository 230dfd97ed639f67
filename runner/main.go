// Command runner reads the chapters of the workbook aloud and runs their
// examples.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"sockbook/chapters"
	"sockbook/runner/cli"
	"sockbook/runner/doctor"
	"sockbook/runner/grade"
	"sockbook/runner/progress"
	"sockbook/runner/tty"
)

func main() { os.Exit(run(chapters.Catalogue)) }

// run is the program, with the chapters that it has.
func run(catalogue []chapters.Chapter) (status int) {
	if status, ran := chapters.Child(slices.Concat(catalogue, doctor.Probes)); ran {
		return status
	}
	courses := func() ([]grade.Course, error) { return grade.Courses(catalogue) }
	if status, ran := grade.Child(courses); ran {
		return status
	}
	interrupts := make(chan os.Signal, 1)
	console := tty.New(os.Stdin, os.Stdout, os.Stderr, os.Getenv, interrupts)
	ctx := signals(console, interrupts)
	defer func() {
		console.Restore()
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "runner: this is a mistake of the runner's own: %v\n", r)
			status = 1
		}
	}()
	dir, err := os.Getwd()
	if err != nil {
		dir = "." // deleted under us: whoever needs it will say so
	}
	p := &cli.Program{Name: name(), Catalogue: catalogue, Console: console, Book: book(), Dir: dir}
	return p.Run(ctx, os.Args[1:])
}

// signals hands each Ctrl-C on to whoever is at work and returns a context
// that ends when the system wants the program to. A second Ctrl-C that nobody
// has taken up ends it at once.
func signals(console *tty.Console, interrupts chan<- os.Signal) context.Context {
	ctx, end := context.WithCancelCause(context.Background())
	sent := make(chan os.Signal, 2)
	signal.Notify(sent, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for s := range sent {
			if s != os.Interrupt {
				end(fmt.Errorf("ended by a signal: %v", s))
				continue
			}
			select {
			case interrupts <- s:
			default:
				console.Restore()
				os.Exit(1)
			}
		}
	}()
	// Caught, SIGPIPE no longer kills: a write to a pipe that nobody reads
	// fails with EPIPE (os/signal). Ignored, it would stay so in the examples.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return ctx
}

// book is where progress is kept; without a directory for it, nowhere.
func book() *progress.Book {
	dir, err := os.UserConfigDir()
	if err != nil {
		return &progress.Book{}
	}
	return progress.Open(dir)
}

// name is how the reader calls this program.
func name() string {
	self, err := os.Executable()
	if err == nil && strings.Contains(filepath.ToSlash(self), "/go-build") {
		return "go run ./runner"
	}
	return os.Args[0]
}
