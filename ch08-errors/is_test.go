package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A refused connection is Refused on every system, and on Windows it is not
// syscall.ECONNREFUSED.
func TestRefusedEverywhere(t *testing.T) {
	var b bench
	defer b.close()
	err := provokeRefused(t.Context(), &b)
	require.Error(t, err)
	assert.True(t, Is(err, Refused), "%v", err)
	assert.Equal(t, runtime.GOOS != "windows", errors.Is(err, syscall.ECONNREFUSED))
	x := Explain(err)
	assert.Equal(t, "dial", x.Op)
	assert.Equal(t, Peer, x.Fault)
	assert.Equal(t, TryAgain, x.Advice)
	assert.True(t, x.Unsent, "no byte can have left")
	assert.Equal(t, "WSAECONNREFUSED", x.Entry.Name)
	want := map[bool]string{true: "WSAECONNREFUSED", false: "ECONNREFUSED"}[runtime.GOOS == "windows"]
	assert.Equal(t, want, x.Name)
	assert.Contains(t, x.String(), want+" (")
}

// The real errors of this system, and the kinds of which they are.
func TestKindsOfRealErrors(t *testing.T) {
	type provoked struct {
		kind    Kind
		provoke func(context.Context, *bench) error
	}
	cases := []provoked{
		{Refused, provokeRefused},
		{Refused, refusedHTTP},
		{BrokenPipe, provokeWriteAfterShutdown},
		{InUse, provokeInUse},
		{NotAvailable, provokeNotAvailable},
		{MessageTooLong, provokeTooLong},
		{HostNotFound, badName},
		{Deadline, deadlinePassed},
		{Deadline, dialTimeout},
		{Deadline, dialLate},
		{Deadline, silentHTTP},
		{NameServer, deafResolver},
		{Canceled, canceledDial},
		{Closed, closedByItself},
		{Ended, endOfStream},
		{Untrusted, untrustedPeer},
		{Protocol, alertedServer},
		{Protocol, plainPeer},
	}
	if runtime.GOOS != "windows" { // Wine, on which this runs, says EOF and WSAEINVAL
		cases = append(cases, provoked{Reset, provokeReset}, provoked{NotConnected, provokeNoDestination})
	}
	for _, c := range cases {
		var b bench
		err := c.provoke(t.Context(), &b)
		b.close()
		require.Error(t, err, c.kind)
		assert.True(t, Is(err, c.kind), "%v is %v, and not %v", err, c.kind, KindOf(err))
		assert.Equal(t, c.kind, KindOf(fmt.Errorf("doing this: %w", err)), "%v", err)
		assert.Equal(t, c.kind, Explain(err).Kind)
		assert.False(t, Is(errors.New(err.Error()), c.kind), "by its text alone nothing is known")
	}
}

func TestNoErrorIsOfNoKind(t *testing.T) {
	for _, k := range append(Kinds(), Unknown) {
		assert.False(t, Is(nil, k), k)
		assert.False(t, Is(errors.New("anything"), k), k)
	}
	assert.Equal(t, Unknown, KindOf(nil))
	assert.Equal(t, Explanation{}, Explain(nil))
	assert.Equal(t, "no error", Explain(nil).String())
	x := Explain(errors.New("anything"))
	assert.Equal(t, GiveUp, x.Advice, "what is not known is not repeated")
}

func TestEndOfStreamIsNotTruncated(t *testing.T) {
	assert.False(t, Is(io.EOF, Truncated))
	assert.False(t, Is(io.ErrUnexpectedEOF, Ended))
	assert.Equal(t, CarryOn, KindOf(io.EOF).Advice())
	assert.Equal(t, Reconnect, KindOf(io.ErrUnexpectedEOF).Advice())
}

// TLS's alerts have a private type; the operation tells them.
func TestAlertsAreProtocol(t *testing.T) {
	for _, op := range []string{"local error", "remote error"} {
		assert.Equal(t, Protocol, KindOf(&net.OpError{Op: op, Err: errors.New("tls: handshake failure")}))
	}
}

func TestIsFollowsEveryBranch(t *testing.T) {
	err := fmt.Errorf("both: %w", errors.Join(io.EOF, fmt.Errorf("and %w", net.ErrClosed)))
	assert.True(t, Is(err, Ended))
	assert.True(t, Is(err, Closed))
	assert.False(t, Is(err, Reset))
	assert.Equal(t, Ended, KindOf(err), "the first is what it is")
	assert.True(t, Is(&fs.PathError{Op: "read", Err: os.ErrClosed}, Closed))
}

// A resolver's error is a deadline's if the context ended it.
func TestKindsOfResolverErrors(t *testing.T) {
	for want, e := range map[Kind]*net.DNSError{
		HostNotFound: {IsNotFound: true},
		NameServer:   {IsTimeout: true, IsTemporary: true},
		Deadline:     {IsTimeout: true, UnwrapErr: context.DeadlineExceeded},
		Canceled:     {UnwrapErr: context.Canceled},
	} {
		assert.Equal(t, want, KindOf(&net.OpError{Op: "dial", Net: "tcp", Err: e}))
		assert.True(t, Explain(e).Unsent, "who has no address has sent nothing")
	}
}

// Windows has three numbers for one failure, and the table knows all.
func TestWindowsNumbers(t *testing.T) {
	windows := systemsOf("windows", "amd64")
	for number, kind := range map[syscall.Errno]Kind{
		10061: Refused, 1225: Refused, 0x20000016: Refused,
		10054: Reset, 64: Reset, 10053: Aborted, 1236: Aborted,
		10060: TimedOut, 121: TimedOut, 10013: AccessDenied, 5: AccessDenied,
		10035: WouldBlock, 997: InProgress, 995: Canceled, 10024: TooManyFiles,
		11001: HostNotFound, 10093: NotStarted, 2: BadPath,
	} {
		e := entryOf(number, windows)
		if assert.NotNil(t, e, "%d", uint(number)) {
			assert.Equal(t, kind, e.Kind, "%d", uint(number))
		}
	}
	assert.Nil(t, entryOf(111, windows), "a number of Linux means nothing there")
}

// Of UDP, a reset is Windows' word for ICMP port unreachable.
func TestUDPHasNoReset(t *testing.T) {
	number, ok := ByName("ECONNRESET")[0].Number(append(here, Linux)[0])
	require.True(t, ok)
	for network, want := range map[string]Kind{"udp": Refused, "udp4": Refused, "udp6": Refused, "tcp": Reset, "unix": Reset} {
		err := &net.OpError{Op: "read", Net: network, Err: os.NewSyscallError("recv", syscall.Errno(number))}
		assert.Equal(t, want, KindOf(err), network)
		assert.True(t, Is(err, want), network)
	}
}

func TestSystemsOf(t *testing.T) {
	for target, want := range map[[2]string]System{
		{"linux", "amd64"}: Linux, {"linux", "mips64le"}: LinuxMIPS, {"android", "arm64"}: Linux,
		{"darwin", "arm64"}: Darwin, {"ios", "arm64"}: Darwin, {"openbsd", "amd64"}: OpenBSD,
		{"solaris", "amd64"}: Illumos, {"windows", "arm64"}: Winsock,
	} {
		assert.Equal(t, want, systemsOf(target[0], target[1])[0], target)
	}
	assert.Empty(t, systemsOf("plan9", "amd64"), "numbers of an unknown system mean nothing")
	assert.Nil(t, entryOf(61, nil))
}

// An entry may judge otherwise than its kind.
func TestVerdictOfAnEntry(t *testing.T) {
	number, ok := ByName("ESHUTDOWN")[0].Number(append(here, Linux)[0])
	require.True(t, ok)
	assert.Equal(t, FixCall, Explain(syscall.Errno(number)).Advice)
	shutdown := ByName("WSAESHUTDOWN")[0]
	assert.Equal(t, BrokenPipe, shutdown.Kind)
	assert.Equal(t, FixCall, shutdown.Advice(), "it was the program that shut it down")
	assert.Equal(t, Reconnect, ByName("EPIPE", Linux)[0].Advice())
	for _, a := range []Advice{CarryOn, FixCall, TryAgain, Reconnect, GiveUp, TellUser} {
		assert.Equal(t, a == TryAgain || a == Reconnect, a.Again(), a)
	}
}
