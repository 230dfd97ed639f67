package sockerrors

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"
)

// show prints the block of one errno. The number is this system's; the text
// after the last colon is strerror(3)'s, in the words of Go's own table.
func (p provocation) show(out io.Writer, err error) {
	var number syscall.Errno
	_ = errors.As(err, &number) // failed has seen to that
	fmt.Fprintf(out, "%s (%d) %s\n", p.name, uint(number), p.calls)
	fmt.Fprintf(out, "%s: %v\n", p.who, err)
	if says := verdict(err, p.note); says != "" {
		fmt.Fprintf(out, "go: %s\n", says)
	}
}

// verdict is what [Explain] and Go's standard tests say of err. Every errno is
// equal to itself under errors.Is; those named here are equal to something
// portable.
func verdict(err error, note string) string {
	var says []string
	if x := Explain(err); x.Kind != Unknown {
		says = append(says, fmt.Sprintf("%v, %s: %s", x.Kind, x.Fault, x.Advice))
	}
	for _, portable := range []struct {
		is   error
		name string
	}{
		{fs.ErrPermission, "fs.ErrPermission"},
		{fs.ErrExist, "fs.ErrExist"},
		{fs.ErrNotExist, "fs.ErrNotExist"},
		{errors.ErrUnsupported, "errors.ErrUnsupported"},
	} {
		if errors.Is(err, portable.is) {
			says = append(says, "errors.Is(err, "+portable.name+")")
		}
	}
	var t interface{ Timeout() bool }
	if errors.As(err, &t) && t.Timeout() {
		says = append(says, "Timeout() is true")
	}
	if note != "" {
		says = append(says, note)
	}
	return strings.Join(says, "; ")
}

// showAbsent lists what could not be had in any way, a line for each reason.
func showAbsent(out io.Writer, absent []absence, provoked map[string]bool) {
	var reasons []string
	names := map[string][]string{}
	for _, a := range absent {
		if provoked[a.name] {
			continue // in another way
		}
		if names[a.why] == nil {
			reasons = append(reasons, a.why)
		}
		if !slices.Contains(names[a.why], a.name) {
			names[a.why] = append(names[a.why], a.name)
		}
	}
	for _, why := range reasons {
		line := strings.Join(names[why], ", ") + " — " + why
		if utf8.RuneCountInString(line) > 72 {
			line = strings.Replace(line, " — ", "\n  — ", 1)
		}
		fmt.Fprintln(out, line)
	}
}
