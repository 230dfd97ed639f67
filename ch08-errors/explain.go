package sockerrors

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"syscall"
)

// An Explanation is what there is to say of one error that a program has met.
type Explanation struct {
	Err    error
	Op     string // "dial", "read", as net.OpError has it; "" without one
	Kind   Kind
	Fault  Fault
	Advice Advice

	// Number is the errno or Winsock code in the chain, Name what this system
	// calls it, and Entry its line of the table. Errors that Go makes itself,
	// such as io.EOF and net.ErrClosed, have none of the three.
	Number syscall.Errno
	Name   string
	Entry  *Entry

	// Unsent tells that the error came before any byte of the program's could
	// leave by this connection: the name was not found, the connection not made.
	// To repeat the operation then cannot do it twice, unless it went by another
	// before, as after a redirect. That Unsent is false proves nothing.
	Unsent bool
}

// Explain looks an error up. The explanation of nil is its zero value.
func Explain(err error) Explanation {
	if err == nil {
		return Explanation{}
	}
	x := Explanation{Err: err, Kind: KindOf(err)}
	x.Fault, x.Advice = x.Kind.Fault(), x.Kind.Advice()
	var op *net.OpError
	if errors.As(err, &op) {
		x.Op = op.Op
	}
	var dns *net.DNSError
	x.Unsent = x.Op == "dial" || errors.As(err, &dns)
	if errors.As(err, &x.Number) {
		x.Entry = OfErrno(x.Number)
	}
	if x.Entry == nil {
		return x
	}
	x.Name = x.Entry.nameHere(x.Number)
	if x.Kind == x.Entry.Kind {
		x.Fault, x.Advice = x.Entry.Fault(), x.Entry.Advice()
	}
	return x
}

// nameHere is what this system calls the number.
func (e *Entry) nameHere(number syscall.Errno) string {
	for _, c := range e.Codes {
		if c.HasNumber && c.Number == int64(number) && slices.Contains(here, c.System) {
			return c.Name
		}
	}
	return e.Name
}

// String is one line: the error, what it is called, whose doing, what to do.
func (x Explanation) String() string {
	if x.Err == nil {
		return "no error"
	}
	called := x.Kind.String()
	if x.Entry != nil {
		called = fmt.Sprintf("%s (%d)", x.Name, uint(x.Number))
	}
	return fmt.Sprintf("%v: %s; %s; %s", x.Err, called, x.Fault.Doing(), x.Advice)
}
