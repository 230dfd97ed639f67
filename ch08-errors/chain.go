package sockerrors

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
)

// Chain provokes errors of several origins and takes each apart, from what was
// being done down to what the system said.
func Chain(ctx context.Context, out io.Writer) error {
	for _, scene := range chains {
		var b bench
		err := scene.provoke(ctx, &b)
		b.close()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			return fmt.Errorf("%s: no error on this system", scene.calls)
		}
		fmt.Fprintf(out, "%s\n", scene.calls)
		for line := range strings.Lines(err.Error()) { // errors.Join has one for each
			fmt.Fprintf(out, "%s: %s\n", scene.who, strings.TrimSpace(line))
		}
		fmt.Fprint(out, Levels(err))
		fmt.Fprintf(out, "  %-33s %v\n", "Is(err, …) holds for", kindsOf(err))
	}
	return nil
}

// Levels describes err and what it wraps, a line a level: the type, and what
// this level adds to the one below. Of an error that wraps several, each is
// followed to its end before the next.
func Levels(err error) string {
	var text strings.Builder
	walk(err, "", func(e error, _ string) bool {
		fmt.Fprintf(&text, "  %-33T %s\n", e, level(e))
		return true
	})
	return text.String()
}

// level is what one level of the chain knows by itself.
func level(err error) string {
	switch e := err.(type) {
	case *url.Error:
		return fmt.Sprintf("Op %s, URL %s", e.Op, e.URL)
	case *net.OpError:
		return opError(e)
	case *net.DNSError:
		return fmt.Sprintf("IsNotFound %t, IsTimeout %t", e.IsNotFound, e.IsTimeout)
	case *os.SyscallError:
		return "Syscall " + e.Syscall
	case syscall.Errno:
		return fmt.Sprintf("%d: %v", uint(e), e)
	case *tls.CertificateVerificationError:
		return fmt.Sprintf("UnverifiedCertificates %d", len(e.UnverifiedCertificates))
	case tls.RecordHeaderError:
		return fmt.Sprintf("RecordHeader %q", e.RecordHeader[:])
	case x509.UnknownAuthorityError:
		return "Cert.Subject " + e.Cert.Subject.String()
	case interface{ Unwrap() []error }:
		return fmt.Sprintf("wraps %d errors", len(e.Unwrap()))
	case interface{ Unwrap() error }:
		return "wraps another"
	}
	return equal(err)
}

// opError is the fields of a net.OpError that are set.
func opError(e *net.OpError) string {
	fields := "Op " + e.Op
	if e.Net != "" {
		fields += ", Net " + e.Net
	}
	if e.Addr != nil {
		fields += ", Addr " + e.Addr.String()
	}
	return fields
}

// equal names the variable that an error of Go's own equals.
func equal(err error) string {
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			return "is " + s.name
		}
	}
	return err.Error()
}

// kindsOf lists the kinds that an error is of, the outermost first.
func kindsOf(err error) string {
	var names []string
	walk(err, "", func(e error, network string) bool {
		kind := kindHere(e, network)
		if kind != Unknown && !slices.Contains(names, kind.String()) {
			names = append(names, kind.String())
		}
		return true
	})
	return strings.Join(names, ", ")
}
