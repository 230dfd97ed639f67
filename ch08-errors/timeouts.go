package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// Timeouts shows which of Go's tests for a time limit hold for which error.
// They ask different questions, and no error answers yes to all.
func Timeouts(ctx context.Context, out io.Writer) error {
	var results []waited
	for _, w := range append(waits, systemWaits()...) {
		var b bench
		err := w.wait(ctx, &b)
		b.close()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			return fmt.Errorf("%s: no error on this system", w.what)
		}
		results = append(results, waited{w.what, err})
	}
	// With %v, text is all that is left. With %w, the chain is whole, and only
	// a type assertion does not see through it.
	first := results[0].err
	results = append(results,
		waited{"the first, wrapped by %w", fmt.Errorf("asking: %w", first)},
		waited{"the first, wrapped by %v", fmt.Errorf("asking: %v", first)})
	for i, r := range results {
		fmt.Fprintf(out, "%2d  %s\n    %s\n", i+1, r.what, inWords(r.err))
	}
	fmt.Fprintf(out, "    %s\n", strings.Join(timeoutTests.names(), "  "))
	for i, r := range results {
		fmt.Fprintf(out, "%2d  %s  %s\n", i+1, timeoutTests.row(r.err), KindOf(r.err))
	}
	for _, name := range []string{"ETIMEDOUT", "EWOULDBLOCK"} {
		errno := errnoHere(name)
		fmt.Fprintf(out, "%s: Timeout() of %d, %s, is %t\n", runtime.GOOS, uint(errno), name, errno.Timeout())
	}
	return nil
}

// A waited is an error, and what was being waited for.
type waited struct {
	what string
	err  error
}

// inWords is the error's text; a resolver's without the name of its server.
func inWords(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return fmt.Sprintf("lookup %s: IsTimeout %t, IsTemporary %t", dns.Name, dns.IsTimeout, dns.IsTemporary)
	}
	return err.Error()
}

// errnoHere is the number that this system really gives for an errno of
// POSIX's. On Windows it is Winsock's, not the one that package syscall has
// under the name, and its Timeout method knows only the latter.
func errnoHere(name string) syscall.Errno {
	for _, m := range ByName(name) {
		for _, system := range here {
			if number, ok := m.Number(system); ok {
				return syscall.Errno(number)
			}
		}
	}
	return 0
}

// columns are tests that programs make of an error.
type columns []struct {
	name  string
	holds func(error) bool
}

var timeoutTests = columns{
	{"net.Error", func(err error) bool { t, ok := err.(net.Error); return ok && t.Timeout() }},
	{"As net.Error", func(err error) bool {
		var t net.Error
		return errors.As(err, &t) && t.Timeout()
	}},
	{"os.ErrD…E…", is(os.ErrDeadlineExceeded)},
	{"context.D…E…", is(context.DeadlineExceeded)},
	{"ETIMEDOUT", func(err error) bool { return Is(err, TimedOut) }},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func (c columns) names() (names []string) {
	for _, column := range c {
		names = append(names, column.name)
	}
	return names
}

// row has a word below each column's name.
func (c columns) row(err error) string {
	var cells []string
	for _, column := range c {
		cell := "-"
		if column.holds(err) {
			cell = "yes"
		}
		cells = append(cells, fmt.Sprintf("%-*s", len([]rune(column.name)), cell))
	}
	return strings.Join(cells, "  ")
}
