package sockerrors

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// common are the errors that one meets in practice, by what they mean. The
// last group has no errno.
var common = [][]string{
	{"ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT"},
	{"EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN", "ENETRESET"},
	{"EADDRINUSE", "EADDRNOTAVAIL", "EACCES", "EPERM", "EMFILE", "ENFILE", "ENOBUFS"},
	{"EINVAL", "EBADF", "ENOTSOCK", "ENOTCONN", "ESHUTDOWN", "EMSGSIZE", "EDESTADDRREQ",
		"EAFNOSUPPORT", "EOPNOTSUPP", "ENOPROTOOPT"},
	{"EWOULDBLOCK", "EINPROGRESS", "EALREADY", "EINTR"},
	{"WSANOTINITIALISED", "WSAHOST_NOT_FOUND", "WSATRY_AGAIN", "WSANO_DATA"},
}

// Common prints the errors that one meets in practice: what three systems and
// UWP call each, whose doing it is in most cases, and what to do.
func Common(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "%-14s %5s %3s %5s %3s %-14s %-7s %s\n", "", "Linux", "mac", "WSA", "UWP", "Kind", "whose", "what to do")
	var members []string
	for _, group := range common {
		fmt.Fprintln(out)
		for _, name := range group {
			found := ByName(name)
			if len(found) == 0 {
				return &UnknownError{Query: name}
			}
			e := found[0].Entry
			fmt.Fprintf(out, "%-14s %5s %3s %5s %3s %-14s %-7s %s\n", strings.TrimPrefix(name, "WSA"),
				numberOn(e, Linux), numberOn(e, Darwin), numberOn(e, Winsock), numberOn(e, UWP), e.Kind, e.Fault(), e.Advice())
			for _, c := range e.On(UWP) {
				members = append(members, fmt.Sprintf("%2d %s", c.Number, c.Name))
			}
		}
	}
	slices.Sort(members) // the numbers are as wide as each other
	fmt.Fprintf(out, "\nThe members of UWP's SocketErrorStatus:\n")
	for pair := range slices.Chunk(members, 2) {
		fmt.Fprintf(out, "  %-33s %s\n", pair[0], strings.Join(pair[1:], ""))
	}
	return ctx.Err()
}

// numberOn is a system's number, or a dash.
func numberOn(e *Entry, s System) string {
	if n, ok := e.Number(s); ok {
		return fmt.Sprint(n)
	}
	return "–"
}
