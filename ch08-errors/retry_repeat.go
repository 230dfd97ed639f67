package sockerrors

import (
	"errors"
	"os"
)

// A Repeat says whether an operation that failed may be tried again.
type Repeat int

const (
	RepeatNever        Repeat = iota // it would fail again, or the program has stopped it
	RepeatIfIdempotent               // the peer may have executed it
	RepeatSafe                       // the peer has not received it
)

func (r Repeat) String() string {
	return [...]string{"never", "if idempotent", "safe"}[r]
}

// RepeatAfter judges the error of a request to a server. What failed before
// there was a connection was not received over it, whatever the error; after
// that, no error tells how far the peer has come (RFC 9110 section 9.2.2). An
// error that [Explain] does not know is not repeated. A client that follows
// redirects may have sent the request to another server before: it needs a
// judgement of its own.
func RepeatAfter(err error) Repeat {
	x := Explain(err)
	switch {
	case x.Kind == Ended: // the server has hung up instead of an answer
		return RepeatIfIdempotent
	case x.Kind == NotAvailable && x.Op == "dial" && !inBind(err): // no local port is free
		return RepeatSafe
	case !x.Advice.Again():
		return RepeatNever
	case x.Unsent:
		return RepeatSafe
	}
	return RepeatIfIdempotent
}

// inBind reports whether bind(2) has failed. Dial calls it, too, for a Dialer
// with a LocalAddr.
func inBind(err error) bool {
	var call *os.SyscallError
	return errors.As(err, &call) && call.Syscall == "bind"
}
