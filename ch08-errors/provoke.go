package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"
)

// A provocation makes the system give one error, really.
type provocation struct {
	name  string // the errno's: "ECONNREFUSED"
	calls string // what leads to it
	who   string // the party that gets the error
	note  string // what Go's net package does with it, where that is not plain

	// run returns the error, wrapped as Go's net or os package wraps it. What
	// b opens is closed after it.
	run func(ctx context.Context, b *bench) error
}

// A theme is a group of provocations of one kind.
type theme struct {
	title        string // a sentence
	provocations []provocation
}

// An absence is an errno that a socket's programmer reads about and that
// cannot be had here.
type absence struct{ name, why string }

// Provoke makes the system give every socket error that it can be brought to
// give, and shows of each the calls that led there, who gets it, and what Go
// makes of it. It ends with those that it could not have, and why.
//
// With CAP_SYS_ADMIN, as in a user namespace, it adds the errors of a network
// made for them. The machine's own network is left as it is.
func Provoke(ctx context.Context, out io.Writer) error {
	provoked := map[string]bool{}
	var absent []absence
	for _, t := range append([]theme{connections, datagrams}, systemThemes()...) {
		title := t.title + "\n" // told with the first error of the theme
		for _, p := range t.provocations {
			err := p.provoke(ctx)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if why := p.failed(err); why != "" {
				absent = append(absent, absence{p.name, why})
				continue
			}
			provoked[p.name] = true
			fmt.Fprint(out, title)
			title = ""
			p.show(out, err)
		}
	}
	fmt.Fprintln(out, "Not to be had here.")
	showAbsent(out, append(absent, unobtainable...), provoked)
	fmt.Fprintf(out, "%d different errors provoked.\n", len(provoked))
	return nil
}

// provoke runs p and closes what it has opened.
func (p provocation) provoke(ctx context.Context) error {
	var b bench
	defer b.close()
	return p.run(ctx, &b)
}

// failed says why err is not the error that p was to provoke, or "" if it is.
func (p provocation) failed(err error) string {
	var number syscall.Errno
	var lack missing
	switch {
	case errors.As(err, &lack):
		return lack.Error()
	case err == nil:
		return p.calls + ": no error on this system"
	case !errors.As(err, &number):
		return p.calls + ": " + err.Error()
	case errnoName(number) != p.name:
		return fmt.Sprintf("%s: here it is %s", p.calls, errnoName(number))
	}
	return ""
}
