package failure_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	failure "sockbook/ch08-errors/lab"
)

// opError is what package net makes of a number of the system's.
func opError(op, call string, number int) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, syscall.Errno(number))}
}

// number is what a system calls the failure that has that name on Linux, or
// else in Winsock.
func number(s failure.System, name string) int {
	for i := range failure.Table {
		r := &failure.Table[i]
		if r.POSIX == name || r.POSIX == "" && r.WSA == name {
			_, n := r.On(s)
			return n
		}
	}
	panic("the tests ask for " + name + ", which is not in the table")
}

// deadDial is what Go's dialer says when its context has ended, one of the
// errors that package net has for itself alone.
func deadDial(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err := new(net.Dialer).DialContext(ctx, "tcp", "127.0.0.1:1")
	return err
}

// sentinels are errors that a test knows by name.
var sentinels = []struct {
	err  error
	name string
}{
	{io.EOF, "io.EOF"},
	{io.ErrUnexpectedEOF, "io.ErrUnexpectedEOF"},
	{net.ErrClosed, "net.ErrClosed"},
	{os.ErrDeadlineExceeded, "os.ErrDeadlineExceeded"},
	{context.Canceled, "context.Canceled"},
	{context.DeadlineExceeded, "context.DeadlineExceeded"},
}

// tree shows an error level by level, without the texts of the system that the
// tests run on.
func tree(err error) string {
	for _, s := range sentinels {
		if err == s.err {
			return s.name
		}
	}
	switch e := err.(type) {
	case nil:
		return "nil"
	case syscall.Errno:
		return fmt.Sprintf("Errno(%d)", int(e))
	case *net.OpError:
		return fmt.Sprintf("OpError{%s, %s}", e.Op, tree(e.Err))
	case *os.SyscallError:
		return fmt.Sprintf("SyscallError{%s, %s}", e.Syscall, tree(e.Err))
	case *url.Error:
		return fmt.Sprintf("url.Error{%s, %s}", e.Op, tree(e.Err))
	case *net.DNSError:
		return dnsTree(e)
	case interface{ Unwrap() []error }:
		var all []string
		for _, inner := range e.Unwrap() {
			all = append(all, tree(inner))
		}
		return "[" + strings.Join(all, "; ") + "]"
	case interface{ Unwrap() error }:
		return fmt.Sprintf("wrapped{%s}", tree(e.Unwrap()))
	}
	return fmt.Sprintf("%q", err.Error())
}

func dnsTree(e *net.DNSError) string {
	var fields []string
	if e.IsNotFound {
		fields = append(fields, "IsNotFound")
	}
	if e.IsTimeout {
		fields = append(fields, "IsTimeout")
	}
	if e.UnwrapErr != nil {
		fields = append(fields, tree(e.UnwrapErr))
	}
	return "DNSError{" + strings.Join(fields, ", ") + "}"
}

// on is the input of a test.
func on(s failure.System, err error) string {
	return fmt.Sprintf("%s, with the numbers of %s", tree(err), s)
}

// wrapped puts an error below n texts.
func wrapped(err error, n int) error {
	for range n {
		err = fmt.Errorf("order 17: %w", err)
	}
	return err
}

// An onlyText has nothing but its text, like an error that came over the
// network or was wrapped with %v.
func onlyText(text string) error { return errors.New(text) }
