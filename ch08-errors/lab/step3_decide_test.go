package failure_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"testing"

	failure "sockbook/ch08-errors/lab"
)

// ofKind is an error of a kind that a read may report, and the system whose
// numbers it has.
func ofKind(kind failure.Kind) (failure.System, error) {
	switch kind {
	case failure.None:
		return failure.Linux, nil
	case failure.Ended:
		return failure.Linux, io.EOF
	case failure.Truncated:
		return failure.Linux, io.ErrUnexpectedEOF
	case failure.Deadline:
		return failure.Linux, &net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}
	case failure.Closed:
		return failure.Linux, &net.OpError{Op: "read", Net: "tcp", Err: net.ErrClosed}
	}
	for _, s := range failure.Systems {
		for i := range failure.Table {
			r := &failure.Table[i]
			if _, n := r.On(s); n != 0 && r.Kind == kind {
				return s, opError("read", "recvfrom", n)
			}
		}
	}
	return failure.Linux, onlyText("the shelf is empty")
}

// judges checks whose fault errors of some kinds are, and what to do.
func judges(t *testing.T, shows string, fault failure.Fault, advice failure.Advice, kinds ...failure.Kind) {
	t.Helper()
	for _, kind := range kinds {
		s, err := ofKind(kind)
		got := failure.Decide(err, s)
		if got.Kind != kind {
			t.Fatalf("Decide goes on from KindOf, which is not right yet\ninput: %s\ngot: %s\nwant: %s", on(s, err), got.Kind, kind)
		}
		if got.Fault != fault || got.Advice != advice {
			t.Fatalf("%s\ninput: %s, which is %s\ngot: %s, %s\nwant: %s, %s", shows, on(s, err), kind, got.Fault, got.Advice, fault, advice)
		}
	}
}

// TestNoFailure judges what looks like an error and is none.
func TestNoFailure(t *testing.T) {
	judges(t, "an end is news and not a failure: nothing is wrong", failure.Nobody, failure.CarryOn,
		failure.Ended, failure.NoMore, failure.None)
	judges(t, "this call has not failed: it could not be done at that moment, and waits for another", failure.Nobody, failure.TryAgain,
		failure.WouldBlock, failure.InProgress, failure.Interrupted)
}

// TestTheProgramsOwn judges what the program, or who uses it, has brought
// about.
func TestTheProgramsOwn(t *testing.T) {
	judges(t, "a call that makes no sense makes none the next time: the program has to be changed", failure.Caller, failure.FixCall,
		failure.BadCall, failure.NotConnected, failure.NotSupported, failure.MessageTooLong, failure.Closed)
	judges(t, "a name that does not exist was asked for, and only who wrote it can put it right", failure.Caller, failure.TellUser,
		failure.HostNotFound)
	judges(t, "who cancels does not want it any more: to go on would be against the program's will", failure.Caller, failure.GiveUp,
		failure.Canceled)
}

// TestThisMachine judges the limits and rules of the machine itself.
func TestThisMachine(t *testing.T) {
	judges(t, "this machine has run out of something, and others will give some back: wait", failure.Local, failure.TryAgain,
		failure.TooManyFiles, failure.NoBuffers)
	judges(t, "this machine's settings forbid it, now and later: somebody has to change them", failure.Local, failure.TellUser,
		failure.NetworkDown, failure.InUse, failure.AccessDenied, failure.NotStarted)
	judges(t, "of an error that nobody knows nobody knows what helps: give up, with the whole of it in the log", failure.Local, failure.GiveUp,
		failure.Unknown)
}

// TestNetworkOrPeer judges what came from beyond the machine.
func TestNetworkOrPeer(t *testing.T) {
	judges(t, "a refusal is an answer: the host is there, and its program perhaps soon", failure.Peer, failure.TryAgain, failure.Refused)
	judges(t, "the other end has given this connection up, and only a new one helps", failure.Peer, failure.Reconnect,
		failure.Reset, failure.BrokenPipe, failure.Truncated)
	judges(t, "silence says nothing of the other end: what lies between has lost the connection", failure.Network, failure.Reconnect,
		failure.TimedOut, failure.Aborted)
	judges(t, "nothing is lost but time, and there may be a way later", failure.Network, failure.TryAgain,
		failure.Unreachable, failure.NameServer, failure.Deadline)
}

// A repeated is an error, and whether its request may be sent again.
type repeated struct {
	err  error
	want failure.Repeat
}

func (r repeated) check(t *testing.T, s failure.System, shows string) {
	t.Helper()
	if got := failure.Decide(r.err, s); got.Repeat != r.want {
		t.Fatalf("%s\ninput: %s\ngot: %s, repeat %s\nwant: repeat %s", shows, on(s, r.err), got.Kind, got.Repeat, r.want)
	}
}

// TestNothingWasSent decides on requests that failed before they left.
func TestNothingWasSent(t *testing.T) {
	for _, s := range failure.Systems {
		for _, name := range []string{"ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET"} {
			dial := opError("dial", "connect", number(s, name))
			repeated{&url.Error{Op: "Post", URL: "http://shop.example/orders", Err: dial}, failure.Safe}.check(t, s,
				"without a connection no byte has left: what nobody has received may be sent again, whatever it is")
		}
	}
	for _, err := range []error{
		&net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded},
		&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}},
		wrapped(&net.DNSError{Err: "i/o timeout", IsTimeout: true}, 1),
	} {
		repeated{err, failure.Safe}.check(t, failure.Linux, "there was no connection yet, or not even an address: no byte has left")
	}
}

// TestMayHaveBeenDone decides on requests that may have arrived.
func TestMayHaveBeenDone(t *testing.T) {
	for _, s := range failure.Systems {
		for _, name := range []string{"ECONNRESET", "ECONNABORTED", "ETIMEDOUT"} {
			repeated{opError("read", "recvfrom", number(s, name)), failure.IfIdempotent}.check(t, s,
				"a connection that breaks tells of itself, not of the request: the peer may have executed it, and the answer been lost")
		}
		repeated{opError("write", "sendto", number(s, "ECONNRESET")), failure.IfIdempotent}.check(t, s,
			"a write that fails is not a write that did nothing: a part may have arrived, with all that the peer needed")
	}
	read := func(err error) error { return &net.OpError{Op: "read", Net: "tcp", Err: err} }
	repeated{read(os.ErrDeadlineExceeded), failure.IfIdempotent}.check(t, failure.Linux,
		"that the answer is late does not mean that nothing was done: the peer may be at it")
	repeated{wrapped(context.DeadlineExceeded, 1), failure.IfIdempotent}.check(t, failure.Linux,
		"that the answer is late does not mean that nothing was done: the peer may be at it")
	for _, err := range []error{io.EOF, wrapped(io.EOF, 1), io.ErrUnexpectedEOF} {
		repeated{err, failure.IfIdempotent}.check(t, failure.Linux,
			"the peer hung up before it answered: to ask again may help, and may do it twice")
	}
}

// TestNeverAgain decides on requests that would fail alike, or that nobody
// wants any more.
func TestNeverAgain(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, err := range []error{
		nil,
		context.Canceled,
		dial(context.Canceled),
		dial(&net.DNSError{Err: "no such host", IsNotFound: true}),
		&net.OpError{Op: "read", Net: "tcp", Err: net.ErrClosed},
		onlyText("the shelf is empty"),
		dial(onlyText("the shelf is empty")),
	} {
		repeated{err, failure.Never}.check(t, failure.Linux, "to repeat is for what may succeed: this would fail alike, or has been stopped on purpose")
	}
	for _, s := range failure.Systems {
		for _, name := range []string{"EINVAL", "EAFNOSUPPORT", "EACCES", "EADDRINUSE"} {
			repeated{opError("dial", "connect", number(s, name)), failure.Never}.check(t, s,
				fmt.Sprintf("that nothing was sent makes it harmless to repeat, not useful: %s comes again", name))
		}
	}
}
