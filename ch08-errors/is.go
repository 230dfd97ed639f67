package sockerrors

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
)

// Is reports whether err, or an error that it wraps, is of a kind, on every
// system that the table knows. On Windows errors.Is(err, syscall.ECONNREFUSED)
// is false of a refused connection: the system says 10061, and Go's constant
// is a number of its own.
func Is(err error, kind Kind) bool {
	found := false
	walk(err, "", func(e error, network string) bool {
		found = kindHere(e, network) == kind
		return !found
	})
	return found && kind != Unknown
}

// KindOf is the kind of the outermost error in err's chain that has one.
func KindOf(err error) Kind {
	kind := Unknown
	walk(err, "", func(e error, network string) bool {
		kind = kindHere(e, network)
		return kind == Unknown
	})
	return kind
}

// walk visits err and what it wraps, depth first, until visit returns false.
// network is that of the net.OpError around, "tcp" or "udp".
func walk(err error, network string, visit func(err error, network string) bool) bool {
	if err == nil {
		return true
	}
	if op, ok := err.(*net.OpError); ok {
		network = op.Net
	}
	if !visit(err, network) {
		return false
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return walk(e.Unwrap(), network, visit)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if !walk(inner, network, visit) {
				return false
			}
		}
	}
	return true
}

// kindHere is the kind of err itself, not of what it wraps.
func kindHere(err error, network string) Kind {
	switch e := err.(type) {
	case syscall.Errno:
		return kindOfErrno(e, network)
	case *net.DNSError:
		return kindOfDNS(e)
	case *net.OpError:
		return kindOfOp(e)
	case *net.AddrError, *net.ParseError, net.UnknownNetworkError, net.InvalidAddrError:
		return BadCall
	case *tls.CertificateVerificationError, x509.UnknownAuthorityError,
		x509.HostnameError, x509.CertificateInvalidError:
		return Untrusted
	case tls.RecordHeaderError, tls.AlertError:
		return Protocol
	}
	return kindOfSentinel(err)
}

// kindOfErrno consults the table. Of UDP, Windows reports ICMP's port
// unreachable as a reset, where the BSD family says ECONNREFUSED.
func kindOfErrno(errno syscall.Errno, network string) Kind {
	entry := OfErrno(errno)
	switch {
	case entry == nil:
		return Unknown
	case entry.Kind == Reset && strings.HasPrefix(network, "udp"):
		return Refused
	}
	return entry.Kind
}

// kindOfOp tells TLS's alerts by the operation, for their type is private.
func kindOfOp(e *net.OpError) Kind {
	if e.Op == "local error" || e.Op == "remote error" {
		return Protocol
	}
	return Unknown
}

// kindOfDNS: the resolver drops the errno, and says in fields what it was.
func kindOfDNS(e *net.DNSError) Kind {
	switch {
	case errors.Is(e, context.Canceled):
		return Canceled
	case errors.Is(e, context.DeadlineExceeded):
		return Deadline
	case e.IsNotFound:
		return HostNotFound
	}
	return NameServer
}

// sentinels are errors of Go's own that are compared by identity. net has two
// more, private, which equal those of package context under errors.Is.
var sentinels = []struct {
	err  error
	name string
	kind Kind
}{
	{io.EOF, "io.EOF", Ended},
	{io.ErrUnexpectedEOF, "io.ErrUnexpectedEOF", Truncated},
	{io.ErrClosedPipe, "io.ErrClosedPipe", Closed},
	{net.ErrClosed, "net.ErrClosed", Closed},
	{os.ErrClosed, "os.ErrClosed", Closed},
	{net.ErrWriteToConnected, "net.ErrWriteToConnected", AlreadyConnected},
	{os.ErrDeadlineExceeded, "os.ErrDeadlineExceeded", Deadline},
	{context.DeadlineExceeded, "context.DeadlineExceeded", Deadline},
	{context.Canceled, "context.Canceled", Canceled},
}

func kindOfSentinel(err error) Kind {
	for _, s := range sentinels {
		if is, ok := err.(interface{ Is(error) bool }); err == s.err || ok && is.Is(s.err) {
			return s.kind
		}
	}
	return Unknown
}
