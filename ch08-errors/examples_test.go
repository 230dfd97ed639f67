package sockerrors

import (
	"context"
	"errors"
	"io"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChain(t *testing.T) {
	text := show(t, Chain)
	for _, scene := range chains {
		assert.Contains(t, text, scene.calls+"\n"+scene.who+": ")
	}
	assert.Regexp(t, `(?m)^Nobody listens\.
client: dial tcp 127\.0\.0\.1:\d+: .*
  \*net\.OpError +Op dial, Net tcp, Addr 127\.0\.0\.1:\d+
  \*os\.SyscallError +Syscall connect(?:ex)?
  syscall\.Errno +\d+: .*
  Is\(err, …\) holds for +Refused$`, text, "the four levels of a refused connection")
	assert.Regexp(t, `\*url\.Error .*\n  \*net\.OpError`, text, "HTTP adds one on top")
	assert.Regexp(t, `client: EOF\n  \*errors\.errorString +is io\.EOF\n`, text, "nothing is around io.EOF")
	assert.Regexp(t, `is os\.ErrDeadlineExceeded\n  .*Deadline\n`, text)
	assert.Regexp(t, `is net\.ErrClosed\n  .*Closed\n`, text)
	assert.Regexp(t, `x509\.UnknownAuthorityError .*\n.* holds for +Untrusted\n`, text, "each kind is told once")
	assert.Contains(t, text, "wraps 2 errors\n")
	assert.True(t, strings.HasSuffix(text, "Refused, HostNotFound\n"), "both branches of the last are followed")
}

func TestTimeouts(t *testing.T) {
	text := show(t, Timeouts)
	row := regexp.MustCompile(`(?m)^ ?(\d+)  (yes|-) +(yes|-) +(yes|-) +(yes|-) +(yes|-) +(\w+)$`)
	answers := map[string]string{} // by what was waited for
	for _, m := range row.FindAllStringSubmatch(text, -1) {
		title := regexp.MustCompile(`(?m)^ ?` + m[1] + `  (.*)\n    `).FindStringSubmatch(text)
		require.NotNil(t, title)
		answers[title[1]] = strings.Join(m[2:], " ")
	}
	want := map[string]string{
		"read, SetReadDeadline has passed":                    "yes yes yes - - Deadline",
		"dial, Dialer.Deadline has passed":                    "yes yes - yes - Deadline",
		"dial, context.WithTimeout has passed":                "yes yes - yes - Deadline",
		"dial, context cancelled":                             "- - - - - Canceled",
		"name, its servers are silent until the context ends": "yes yes - yes - Deadline",
		"name, its servers are silent for ever":               "yes yes - - - NameServer",
		"HTTP, Client.Timeout has passed":                     "yes yes - yes - Deadline",
		"a context by itself":                                 "yes yes - yes - Deadline",
		"the first, wrapped by %w":                            "- yes yes - - Deadline",
		"the first, wrapped by %v":                            "- - - - - Unknown",
	}
	if runtime.GOOS == "linux" {
		want["write, the kernel has given up (TCP_USER_TIMEOUT)"] = "yes yes - - yes TimedOut"
		want["recvfrom, SO_RCVTIMEO has passed"] = "yes yes - - - WouldBlock"
	}
	assert.Equal(t, want, answers)
	if runtime.GOOS == "windows" {
		assert.Contains(t, text, "windows: Timeout() of 10060, ETIMEDOUT, is false", "Go asks for its own number")
	} else {
		assert.Regexp(t, `Timeout\(\) of \d+, ETIMEDOUT, is true`, text)
	}
}

func TestLate(t *testing.T) {
	text := show(t, Late)
	if runtime.GOOS == "linux" {
		assert.Regexp(t, `client: connect: .*InProgress.*
kernel: SO_ERROR: .*Refused.*
kernel: SO_ERROR: no error
client: connect again: .*Aborted`, text, "the answer is there once")
		assert.Regexp(t, `client: Write: no error
client: Write again: .*Refused.*
client: and again: no error`, text, "one datagram's error costs another's sending")
		assert.Regexp(t, `server: Accept: no error
server: Read: .*Reset.*
server: Read again: .*Ended.*
server: Write: .*BrokenPipe`, text, "Linux hands over a connection that is gone")
	}
	if runtime.GOOS != "windows" { // Wine does not pass ICMP's answer on
		assert.Regexp(t, `client: Write: no error\nclient: Read: .*Refused`, text, "a datagram's error comes with the next call")
	}
	assert.Regexp(t, `bufio\.Writer\.Write: no error\nclient: Flush: .*\((?:BrokenPipe|Reset|Aborted)\)`, text)
}

func TestDisagree(t *testing.T) {
	text := show(t, Disagree)
	assert.Contains(t, text, "freebsd    no exception\n")
	assert.Contains(t, text, "darwin     1: EOPNOTSUPP 102\n")
	assert.Contains(t, text, "linux      37: ")
	assert.Regexp(t, `WSAEINTR +EINTR cygwin dotnet msvc postgres postgres-2010\n +ECANCELED libuv\n`, text)
	assert.NotContains(t, text, "  WSAEADDRINUSE ", "all agree upon it")
	assert.Contains(t, text, "dotnet     EADDRNOTAVAIL, ENOENT: WSAEADDRNOTAVAIL\n")
	assert.Contains(t, text, "rust       WSA_OPERATION_ABORTED, WSAETIMEDOUT: TimedOut\n")
	assert.Regexp(t, `client: a write after the own shutdown: .*
  (?:EPIPE, as it is: reconnect|WSAESHUTDOWN, as it is: fix the call)
`, text)
	assert.Regexp(t, `    ECONNREFUSED, by postgres-2010: wait and retry
    ENOTCONN, by postgres: fix the call
    EPIPE, by dotnet libuv: reconnect
`, text, "the same failure, another advice")
}

func TestDissentNeedsTwo(t *testing.T) {
	for _, e := range Entries() {
		for _, group := range dissent(e) {
			assert.Regexp(t, `^E\S+ \S`, group, "%s: an errno and who makes it", e.Name)
		}
	}
	assert.Len(t, dissent(ByName("WSAECONNREFUSED")[0].Entry), 1)
	assert.Empty(t, dissent(ByName("WSA_QOS_SENDERS")[0].Entry))
}

// Whatever they are doing, examples end with their context, by its cause.
func TestExamplesStopWithTheirContext(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"chain": Chain, "timeouts": Timeouts, "late": Late, "disagree": Disagree,
	} {
		ctx, stop := context.WithCancelCause(t.Context())
		stop(errors.New("enough"))
		var out transcript
		require.EqualError(t, example(ctx, &out), "enough", name)
	}
}

// On one screen of 72 columns, each with the numbers that the facts have.
func TestCommon(t *testing.T) {
	text := show(t, Common)
	assert.Contains(t, text, "\nECONNREFUSED     111  61 10061  12 Refused        peer    wait and retry\n")
	assert.Contains(t, text, "\nEPIPE             32  32     –   – BrokenPipe ", "Winsock has none")
	assert.Contains(t, text, "\nNO_DATA            –   – 11004   7 HostNotFound ", "and for the resolver's, POSIX has none")
	assert.Contains(t, text, "\n  11 CannotAssignRequestedAddress   12 ConnectionRefused\n")
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 73, line)
	}
}
