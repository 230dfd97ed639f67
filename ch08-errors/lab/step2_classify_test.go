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
	"testing"

	failure "sockbook/ch08-errors/lab"
)

// a classified error is one with the kind that it has to any reader.
type classified struct {
	err  error
	want failure.Kind
}

// check asks for the kind with the numbers of a system.
func (c classified) check(t *testing.T, s failure.System, shows string) {
	t.Helper()
	if got := failure.KindOf(c.err, s); got != c.want {
		t.Fatalf("%s\ninput: %s\ngot: %s\nwant: %s", shows, on(s, c.err), got, c.want)
	}
}

// TestKindOnEverySystem classifies every failure of the table, with the number
// that each system has for it; a refused connection first.
func TestKindOnEverySystem(t *testing.T) {
	const shows = "a number is to be read with its own system's list, not with that of the system that your program runs on"
	for _, s := range failure.Systems {
		classified{opError("dial", "connect", number(s, "ECONNREFUSED")), failure.Refused}.check(t, s, shows)
	}
	for _, s := range failure.Systems {
		for i := range failure.Table {
			r := &failure.Table[i]
			if _, n := r.On(s); n != 0 {
				classified{opError("read", "recvfrom", n), r.Kind}.check(t, s, shows)
			}
		}
	}
}

// TestKindAtAnyDepth puts a number below nothing, and below what packages os,
// net, url and fmt put around it.
func TestKindAtAnyDepth(t *testing.T) {
	for _, s := range failure.Systems {
		n := number(s, "ECONNREFUSED")
		dial := opError("dial", "connect", n)
		for _, err := range []error{
			syscall.Errno(n),
			os.NewSyscallError("connect", syscall.Errno(n)),
			dial,
			&net.OpError{Op: "dial", Net: "tcp", Err: syscall.Errno(n)},
			&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial},
			wrapped(dial, 1),
			&url.Error{Op: "Get", URL: "http://shop.example/", Err: wrapped(dial, 2)},
		} {
			classified{err, failure.Refused}.check(t, s, "each layer wraps the error of the layer below: look as deep as it goes, and expect no layer in particular")
		}
	}
}

// TestTextDecidesNothing classifies errors whose text says one thing and whose
// chain says another, or nothing.
func TestTextDecidesNothing(t *testing.T) {
	for _, s := range failure.Systems {
		reset := opError("read", "recvfrom", number(s, "ECONNRESET"))
		for _, c := range []classified{
			{onlyText("dial tcp: connection refused"), failure.Unknown},
			{onlyText("i/o timeout"), failure.Unknown},
			{onlyText("EOF"), failure.Unknown},
			{fmt.Errorf("connection refused, no such host, i/o timeout or EOF: %w", reset), failure.Reset},
		} {
			text, _, _ := strings.Cut(c.err.Error(), ": read")
			below := "nothing"
			if inner := errors.Unwrap(c.err); inner != nil {
				below = on(s, inner)
			}
			if got := failure.KindOf(c.err, s); got != c.want {
				t.Fatalf("a text is for people: another system, language or release has another one, and anybody can write the words\ninput: the text %q, and below it %s\ngot: %s\nwant: %s",
					text, below, got, c.want)
			}
		}
	}
}

// TestEndOrCut tells an end from an end too early.
func TestEndOrCut(t *testing.T) {
	for depth := range 3 {
		classified{wrapped(io.EOF, depth), failure.Ended}.check(t, failure.Linux,
			"io.EOF is how a stream says that this was all")
		classified{wrapped(io.ErrUnexpectedEOF, depth), failure.Truncated}.check(t, failure.Linux,
			"io.ErrUnexpectedEOF is no io.EOF: the other end stopped in the middle of something")
	}
}

// TestWhoseClock tells the program's own deadlines from the system's verdict.
func TestWhoseClock(t *testing.T) {
	for _, s := range failure.Systems {
		for _, err := range []error{
			os.ErrDeadlineExceeded,
			context.DeadlineExceeded,
			&net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded},
			wrapped(context.DeadlineExceeded, 2),
		} {
			classified{err, failure.Deadline}.check(t, s, "this clock is the program's own: the connection may be as good as ever")
		}
		classified{opError("read", "recvfrom", number(s, "ETIMEDOUT")), failure.TimedOut}.check(t, s,
			"this clock is the system's: it has tried for minutes, and the connection is lost; both have a method Timeout that says true")
	}
}

// TestStoppedOnPurpose classifies what the program did itself.
func TestStoppedOnPurpose(t *testing.T) {
	for _, c := range []classified{
		{context.Canceled, failure.Canceled},
		{&url.Error{Op: "Get", URL: "http://shop.example/", Err: context.Canceled}, failure.Canceled},
		{net.ErrClosed, failure.Closed},
		{&net.OpError{Op: "accept", Net: "tcp", Err: net.ErrClosed}, failure.Closed},
	} {
		c.check(t, failure.Linux, "the program stopped this itself: it is neither the network nor the peer")
	}
}

// TestEqualByMethod classifies an error that is not context.Canceled, and says
// by its method Is that it is equal to it.
func TestEqualByMethod(t *testing.T) {
	classified{deadDial(t.Context()), failure.Canceled}.check(t, failure.Linux,
		"package net has an error of its own for a context that was cancelled: errors.Is finds it equal by its method Is, and == does not")
}

// TestResolver classifies what the resolver says.
func TestResolver(t *testing.T) {
	for _, c := range []classified{
		{&net.DNSError{Err: "no such host", IsNotFound: true}, failure.HostNotFound},
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, failure.NameServer},
		{&net.DNSError{Err: "i/o timeout", IsTimeout: true}, failure.NameServer},
		{&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, failure.HostNotFound},
	} {
		c.check(t, failure.Linux, "a name that does not exist is one thing, and a resolver that does not know is another: a *net.DNSError says which, in its fields")
	}
	for _, err := range []error{context.Canceled, context.DeadlineExceeded} {
		want := map[error]failure.Kind{context.Canceled: failure.Canceled, context.DeadlineExceeded: failure.Deadline}[err]
		classified{wrapped(&net.DNSError{Err: "lookup", UnwrapErr: err, IsTimeout: err == context.DeadlineExceeded}, 1), want}.check(t, failure.Linux,
			"it was not the resolver that stopped: what a *net.DNSError wraps says more than its fields")
	}
}

// TestSecondOfTwo joins an error that nobody knows with one that is known.
func TestSecondOfTwo(t *testing.T) {
	for _, s := range failure.Systems {
		refused := opError("dial", "connect", number(s, "ECONNREFUSED"))
		for _, err := range []error{
			errors.Join(onlyText("the log is full"), refused),
			fmt.Errorf("%w, then %w", onlyText("the log is full"), refused),
			wrapped(errors.Join(errors.Join(onlyText("one"), onlyText("two")), wrapped(refused, 1)), 1),
		} {
			classified{err, failure.Refused}.check(t, s, "an error may wrap several, and the first of them is not all: go on to the next when one says nothing")
		}
		classified{errors.Join(syscall.Errno(9999), refused), failure.Refused}.check(t, s,
			"errors.As stops at the first syscall.Errno, also if the table does not have it: the one behind it does say something")
	}
}

// TestFirstOfTwo joins two errors that are known. The first is the cause.
func TestFirstOfTwo(t *testing.T) {
	for _, s := range failure.Systems {
		reset := opError("read", "recvfrom", number(s, "ECONNRESET"))
		closing := &net.OpError{Op: "close", Net: "tcp", Err: net.ErrClosed}
		for _, c := range []classified{
			{errors.Join(reset, closing), failure.Reset},
			{errors.Join(closing, reset), failure.Closed},
			{errors.Join(wrapped(errors.Join(onlyText("nothing"), reset), 1), io.EOF), failure.Reset},
			{errors.Join(&net.DNSError{Err: "no such host", IsNotFound: true}, reset), failure.HostNotFound},
			{errors.Join(reset, context.Canceled), failure.Reset},
		} {
			c.check(t, s, "of two errors the first is the cause, and the second came of clearing up: the place in the tree decides, not the order of your questions")
		}
	}
}

// An emptyWrapper could wrap an error, and does not.
type emptyWrapper struct{}

func (emptyWrapper) Error() string { return "the order was not sent" }

func (emptyWrapper) Unwrap() error { return nil }

// TestUnknownIsNotNone classifies no error, and errors that nobody knows.
func TestUnknownIsNotNone(t *testing.T) {
	classified{nil, failure.None}.check(t, failure.Linux, "nil is no error: nothing has failed")
	for _, err := range []error{
		onlyText("the shelf is empty"),
		wrapped(onlyText("the shelf is empty"), 2),
		errors.Join(onlyText("one"), onlyText("two")),
		emptyWrapper{},
		syscall.Errno(9999),
		syscall.Errno(0),
		opError("read", "recvfrom", 9999),
	} {
		classified{err, failure.Unknown}.check(t, failure.Linux, "an error that says nothing is an error all the same, not the absence of one: Unknown")
	}
}
