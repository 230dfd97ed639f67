package sockerrors

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Disagree shows where translators of error codes do not agree, counted from
// the table, and what a program pays that believes one of them.
func Disagree(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "The rule WSA = 10000 + errno, of %d codes that came from BSD:\n", len(fromBSD()))
	for _, system := range []System{FreeBSD, Darwin, Illumos, Linux, LinuxMIPS, UCRT} {
		fmt.Fprintf(out, "  %-10s %s\n", system, someOf(Exceptions(system)))
	}
	fmt.Fprintln(out, "What Winsock's codes become, where the libraries differ:")
	for _, e := range Entries() {
		if errnos := dissent(e); len(errnos) > 1 {
			fmt.Fprintf(out, "  %-19s %s\n", e.Name, strings.Join(errnos, "\n                      "))
		}
	}
	fmt.Fprintln(out, "Several that become one:")
	showMerged(out)
	fmt.Fprintln(out, "What it costs: one failure, and what a program is told to do.")
	return showCosts(ctx, out)
}

// someOf counts exceptions and names the first two.
func someOf(exceptions []Exception) string {
	var names []string
	for _, x := range exceptions[:min(2, len(exceptions))] {
		names = append(names, fmt.Sprintf("%s %d", x.POSIX, x.Errno))
	}
	if len(exceptions) > 2 {
		names = append(names, "…")
	}
	if len(names) == 0 {
		return "no exception"
	}
	return fmt.Sprintf("%d: %s", len(exceptions), strings.Join(names, ", "))
}

// dissent groups the libraries by what they make of a code, the largest group
// first: "EINTR cygwin msvc", "ECANCELED libuv".
func dissent(e *Entry) []string {
	by := translators(e)
	errnos := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), cmp.Compare(a, b))
	})
	for i, errno := range errnos {
		errnos[i] = errno + " " + strings.Join(by[errno], " ")
	}
	return errnos
}

// translators lists by errno the libraries that make it of a code.
func translators(e *Entry) map[string][]string {
	by := map[string][]string{}
	for _, library := range slices.Sorted(maps.Keys(e.MapsTo)) {
		by[e.MapsTo[library]] = append(by[e.MapsTo[library]], library)
	}
	return by
}
