package sockerrors

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// showCosts provokes errors here and follows each through the programs that
// pass it on under another name. The advice is what the table has for the name
// that comes out: different names, different advice.
func showCosts(ctx context.Context, out io.Writer) error {
	for _, w := range []waiting{
		{"a write after the own shutdown", provokeWriteAfterShutdown},
		{"a read after a reset", provokeReset},
		{"a shutdown after a reset", provokeShutdownAfterReset},
	} {
		var b bench
		err := w.wait(ctx, &b)
		b.close()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		x := Explain(err)
		if x.Entry == nil { // Wine has an end of stream for a reset
			fmt.Fprintf(out, "client: %s: %v, which has no number here\n", w.what, err)
			continue
		}
		fmt.Fprintf(out, "client: %s: %v\n", w.what, x.Number)
		fmt.Fprintf(out, "  %s, as it is: %s\n%s", x.Name, x.Advice, passedOn(x.Entry.POSIX))
	}
	return nil
}

// passedOn follows an errno to a code of Winsock, as programs translate that
// run on POSIX and speak Winsock, and from there back to an errno, as
// libraries do for programs that know only errno.
func passedOn(posix string) string {
	var text strings.Builder
	for _, e := range Entries() {
		by := speakers(e, posix)
		if by == "" {
			continue
		}
		fmt.Fprintf(&text, "  %s, %s: %s\n", e.Name, by, e.Advice())
		libraries := translators(e)
		for _, errno := range slices.Sorted(maps.Keys(libraries)) {
			for _, m := range ByName(errno, Linux) {
				fmt.Fprintf(&text, "    %s, by %s: %s\n", errno, strings.Join(libraries[errno], " "), m.Advice())
			}
		}
	}
	return text.String()
}

// speakers says who makes the entry's code of an errno, "" if nobody does.
func speakers(e *Entry, posix string) string {
	var by []string
	for _, program := range slices.Sorted(maps.Keys(e.Folds)) {
		if slices.Contains(e.Folds[program], posix) {
			by = append(by, program)
		}
	}
	_, winsock := e.Number(Winsock)
	switch {
	case len(by) > 0:
		return "by " + strings.Join(by, " ")
	case winsock && e.POSIX == posix:
		return "its namesake"
	}
	return ""
}
