package echo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"

	"sockbook/runner/fault"
)

// dialFault says why the server cannot be reached, or went away, and what to
// do about it. On a datagram socket, which connects without asking, much of
// that comes out late.
func dialFault(ctx context.Context, err error, addr, command string) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, hint := range []func(err error, addr, command string) string{ofTrust, ofName, ofPath, ofEnd} {
		if h := hint(err, addr, command); h != "" {
			return fault.New(h, "%w", err)
		}
	}
	return err
}

// ofTrust is about TLS: whom to trust, and whether to.
func ofTrust(err error, _, command string) string {
	var file *fs.PathError
	var unverified *tls.CertificateVerificationError
	var stranger x509.UnknownAuthorityError
	var name x509.HostnameError
	var notTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &file) && file.Op == "open":
		return "copy the file that " + command + " serve names, when it listens, to this machine, and set SOCKBOOK_CA to where it is"
	case errors.As(err, &name):
		return "dial an address that the server names when it starts: its certificate holds for those"
	case errors.As(err, &stranger):
		return "SOCKBOOK_CA has to name the file of this server as it runs now: it makes a new one at each start"
	case errors.As(err, &unverified):
		return "the server could not prove who it is; are the clocks of both machines right?"
	case errors.As(err, &notTLS):
		return "is it chapter 7's server that listens there?"
	}
	return ""
}

// ofName is about a name that is not an address yet.
func ofName(err error, _, _ string) string {
	var dns *net.DNSError
	switch {
	case !errors.As(err, &dns):
		return ""
	case dns.IsNotFound:
		return fmt.Sprintf("no host is called %q; 127.0.0.1 is this machine", dns.Name)
	}
	return "no name server could be asked; 127.0.0.1 is this machine, and needs none"
}

// ofPath is about the way to the server, and whether it is there.
func ofPath(err error, addr, command string) string {
	switch {
	case errors.Is(err, errRefused) && elsewhere(addr):
		_, port, _ := net.SplitHostPort(addr) // elsewhere has taken it
		return fmt.Sprintf("nothing listens there, or a firewall says so; on that machine: %s serve --listen :%s", command, port)
	case errors.Is(err, errRefused), errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("nothing listens there; in another terminal: %s serve --listen %s", command, addr)
	case isAny(err, errUnreachable):
		return "no way leads there; is that machine on, and are both on one network?"
	case errors.Is(err, errTimedOut):
		return "not even a refusal came back: that machine is off or elsewhere, or a firewall swallows what is sent to it"
	}
	return ""
}

// ofEnd is about a server that was there, and ended the connection.
func ofEnd(err error, _, _ string) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || isAny(err, errEnded) {
		return "the server has ended the connection: it was stopped, or you have reached a limit of its own; its log says which"
	}
	return ""
}

// elsewhere reports whether addr is, by its looks, another machine's.
func elsewhere(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || strings.EqualFold(host, "localhost") {
		return false
	}
	return !net.ParseIP(host).IsLoopback()
}

func isAny(err error, list []syscall.Errno) bool {
	return slices.ContainsFunc(list, func(e syscall.Errno) bool { return errors.Is(err, e) })
}
