package failure

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// KindOf says what err means. A syscall.Errno in it is a number of s, which
// need not be the system that this runs on.
//
// What decides is the first error with a kind, in the order in which errors.Is
// walks: err itself, then what it wraps; where it wraps several, each of them
// in turn, to its end. A kind have
//
//   - a syscall.Errno that the table has for s: that of its row
//   - what errors.Is finds equal to io.EOF (Ended), io.ErrUnexpectedEOF
//     (Truncated), net.ErrClosed (Closed), context.Canceled (Canceled),
//     os.ErrDeadlineExceeded or context.DeadlineExceeded (Deadline)
//   - a *net.DNSError: that of what it wraps, if that has one; else
//     HostNotFound or NameServer, by its field IsNotFound
//
// The kind of nil is None, and of everything else Unknown. A text decides
// nothing.
func KindOf(err error, s System) Kind {
	// BEGIN SOLUTION: find the first error with a kind
	if err == nil {
		return None
	}
	kind := Unknown
	walk(err, func(e error) bool {
		kind = kindHere(e, s)
		return kind == Unknown
	})
	return kind
	// END SOLUTION
}

// walk calls visit for err and for what it wraps, in the order of errors.Is,
// until visit returns false. It returns false then too.
func walk(err error, visit func(error) bool) bool {
	// BEGIN SOLUTION: visit an error and then what it wraps
	if err == nil {
		return true
	}
	if !visit(err) {
		return false
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return walk(e.Unwrap(), visit)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if !walk(inner, visit) {
				return false
			}
		}
	}
	return true
	// END SOLUTION
}

// kindHere is the kind of one error, without what it wraps but for a
// *net.DNSError. It is Unknown for one that has none.
func kindHere(err error, s System) Kind {
	// BEGIN SOLUTION: tell the kind of one error
	switch e := err.(type) {
	case syscall.Errno:
		if found := rows(s, int(e)); len(found) > 0 {
			return found[0].Kind
		}
		return Unknown
	case *net.DNSError:
		if kind := KindOf(e.Unwrap(), s); kind != None && kind != Unknown {
			return kind
		}
		if e.IsNotFound {
			return HostNotFound
		}
		return NameServer
	}
	for _, known := range []struct {
		err  error
		kind Kind
	}{
		{io.EOF, Ended},
		{io.ErrUnexpectedEOF, Truncated},
		{net.ErrClosed, Closed},
		{context.Canceled, Canceled},
		{context.DeadlineExceeded, Deadline},
		{os.ErrDeadlineExceeded, Deadline},
	} {
		if equals, ok := err.(interface{ Is(error) bool }); err == known.err || ok && equals.Is(known.err) {
			return known.kind
		}
	}
	return Unknown
	// END SOLUTION
}

// errnos returns every syscall.Errno in err, in the order of errors.Is.
func errnos(err error) []syscall.Errno {
	// BEGIN SOLUTION: collect the numbers
	var all []syscall.Errno
	walk(err, func(e error) bool {
		if errno, ok := e.(syscall.Errno); ok {
			all = append(all, errno)
		}
		return true
	})
	return all
	// END SOLUTION
}

// unsent reports whether err came before a byte of the request could leave:
// the outermost *net.OpError has the Op "dial", or there is a *net.DNSError.
// That it is false proves nothing.
func unsent(err error) bool {
	// BEGIN SOLUTION: tell whether the request never left
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns)
	// END SOLUTION
}
