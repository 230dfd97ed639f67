// Believes that what an error prints is what it is.
//
// Replaces: classify.go
// Caught by: TestTextDecidesNothing
// Says: a text is for people

package failure

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
)

func KindOf(err error, s System) Kind {
	if err == nil {
		return None
	}
	switch text := err.Error(); {
	case strings.Contains(text, "connection refused"):
		return Refused
	case strings.Contains(text, "no such host"):
		return HostNotFound
	case strings.Contains(text, "i/o timeout"):
		return Deadline
	case strings.Contains(text, "EOF"):
		return Ended
	}
	kind := Unknown
	walk(err, func(e error) bool {
		kind = kindHere(e, s)
		return kind == Unknown
	})
	return kind
}

func walk(err error, visit func(error) bool) bool {
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
}

func kindHere(err error, s System) Kind {
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
}

func errnos(err error) []syscall.Errno {
	var all []syscall.Errno
	walk(err, func(e error) bool {
		if errno, ok := e.(syscall.Errno); ok {
			all = append(all, errno)
		}
		return true
	})
	return all
}

func unsent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns)
}
