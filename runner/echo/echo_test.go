package echo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestComplete(t *testing.T) {
	tcp, unix := &chapters.Chapter{Number: 2}, &chapters.Chapter{Number: 4, Address: "ch04.sock", Form: "a path"}
	for addr, want := range map[string]string{
		"7002": "127.0.0.1:7002", ":7002": "127.0.0.1:7002", "localhost:1": "localhost:1", "[::1]:65535": "[::1]:65535",
	} {
		got, err := complete(tcp, addr)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, addr := range []string{"", "localhost", ":", "0", "-1", "65536", "1.5", "::1", "a:b:c", "host:", "host:http", ":99999999999999999999"} {
		_, err := complete(tcp, addr)
		assert.True(t, fault.IsUsage(err), "%q: %v", addr, err)
		assert.NotEmpty(t, fault.Hint(err))
	}
	for _, path := range []string{"ch04.sock", "/tmp/a", "@name", "7004"} {
		got, err := complete(unix, path)
		require.NoError(t, err)
		assert.Equal(t, path, got, "a path is left as it is")
	}
	_, err := complete(unix, "")
	assert.True(t, fault.IsUsage(err), "%v", err)
	assert.Equal(t, "an address is a path, as in ch04.sock", fault.Hint(err))
}

// A fake client records what it is sent.
type fake struct {
	sent  [][]byte
	reply func([]byte) ([]byte, error)
}

func (f *fake) Echo(_ context.Context, msg []byte) ([]byte, error) {
	f.sent = append(f.sent, bytes.Clone(msg))
	if f.reply != nil {
		return f.reply(msg)
	}
	return msg, nil
}

func (f *fake) Close() error { return nil }

// dial runs Dial over in against f and returns what it printed.
func dial(in io.Reader, f chapters.Client, text ...string) (string, error) {
	var out bytes.Buffer
	console := tty.New(in, &out, io.Discard, func(string) string { return "" }, make(chan os.Signal))
	c := &chapters.Chapter{Dial: func(context.Context, string) (chapters.Client, error) { return f, nil }}
	err := Dial(context.Background(), console, c, "7002", text, "runner ch02")
	return out.String(), err
}

// What comes back is what went out, to the byte, however it is read.
func TestDialIsExact(t *testing.T) {
	for name, in := range map[string]string{
		"lines":     "one\n\ntwo\n",
		"no end":    "one\ntwo",
		"binary":    "\x00\xff\n\x80",
		"long":      strings.Repeat("x", 3*maxMessage) + "\n" + strings.Repeat("y", maxMessage),
		"nothing":   "",
		"a newline": "\n",
	} {
		for _, reader := range []func(io.Reader) io.Reader{
			func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader,
		} {
			f := &fake{}
			out, err := dial(reader(strings.NewReader(in)), f)
			require.NoError(t, err, name)
			assert.True(t, in == out, "%s: %d bytes went in, %d came out", name, len(in), len(out))
			assert.Equal(t, in, string(bytes.Join(f.sent, nil)), name)
			for _, msg := range f.sent {
				assert.LessOrEqual(t, len(msg), maxMessage)
			}
		}
	}
}

func TestDialSendsALineAtATime(t *testing.T) {
	f := &fake{}
	_, err := dial(strings.NewReader("one\ntwo\nthree"), f)
	require.NoError(t, err)
	assert.Equal(t, [][]byte{[]byte("one\n"), []byte("two\n"), []byte("three")}, f.sent)
}

func TestDialErrors(t *testing.T) {
	_, err := dial(strings.NewReader(""), &fake{reply: func([]byte) ([]byte, error) { return []byte("no"), nil }}, "yes")
	assert.EqualError(t, err, `sent "yes", got back "no"`)

	reset := errors.New("connection reset by peer")
	_, err = dial(strings.NewReader("a\n"), &fake{reply: func([]byte) ([]byte, error) { return nil, reset }})
	assert.ErrorIs(t, err, reset)

	broken := errors.New("input/output error")
	_, err = dial(iotest.ErrReader(broken), &fake{})
	assert.ErrorIs(t, err, broken)
}

// A datagram socket connects to anything: that nobody is there, or answers,
// comes out when something has been sent.
func TestDialUnanswered(t *testing.T) {
	_, err := dial(strings.NewReader(""), &fake{reply: func([]byte) ([]byte, error) {
		return nil, &os.SyscallError{Syscall: "read", Err: errRefused}
	}}, "hello")
	assert.ErrorIs(t, err, errRefused)
	assert.Equal(t, "nothing listens there; in another terminal: runner ch02 serve --listen 127.0.0.1:7002", fault.Hint(err))

	synctest.Test(t, func(t *testing.T) {
		_, err := dial(strings.NewReader("hello\n"), silence{})
		assert.EqualError(t, err, `no answer to "hello\n" in 5s`)
		assert.NotEmpty(t, fault.Hint(err))
	})
}

// silence is a client whose messages are lost.
type silence struct{}

func (silence) Echo(ctx context.Context, _ []byte) ([]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (silence) Close() error { return nil }

// What is offered reaches the server, whatever it listens at.
func TestWays(t *testing.T) {
	for _, c := range []struct {
		at   net.Addr
		want []string
	}{
		{&net.TCPAddr{IP: net.IPv6loopback, Port: 7002}, []string{"dial [::1]:7002 hello", "socat - TCP:[::1]:7002", "ncat ::1 7002", `"::1", 7002`}},
		{&net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 7003}, []string{"dial 127.0.0.1:7003 hello", "socat - UDP:127.0.0.1:7003", "ncat --udp 127.0.0.1 7003", "s.AF_INET,"}},
		{&net.UDPAddr{IP: net.IPv6loopback, Port: 7003}, []string{"s.AF_INET6,"}},
		{&net.UnixAddr{Net: "unix", Name: "a.sock"}, []string{"dial a.sock hello", "UNIX-CONNECT:a.sock", "--unixsock a.sock", `u.connect("a.sock")`}},
	} {
		var out bytes.Buffer
		o := &offer{at: c.at, command: "runner ch00"}
		o.announce(tty.New(strings.NewReader(""), &out, io.Discard, func(string) string { return "" }, nil))
		for _, want := range c.want {
			assert.Contains(t, out.String(), want)
		}
		assert.NotContains(t, out.String(), "exposed")
		assert.NotContains(t, out.String(), "limits")
	}
}

func TestBrief(t *testing.T) {
	assert.Equal(t, `"a\n"`, brief([]byte("a\n")))
	assert.Equal(t, `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"… (50 bytes)`, brief(bytes.Repeat([]byte("x"), 50)))
}
