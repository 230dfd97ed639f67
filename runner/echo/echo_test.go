package echo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestComplete(t *testing.T) {
	for addr, want := range map[string]string{
		"7002": "127.0.0.1:7002", ":7002": "127.0.0.1:7002", "localhost:1": "localhost:1", "[::1]:65535": "[::1]:65535",
	} {
		got, err := complete(addr)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, addr := range []string{"", "localhost", ":", "0", "-1", "65536", "1.5", "::1", "a:b:c", "host:", "host:http", ":99999999999999999999"} {
		_, err := complete(addr)
		assert.True(t, fault.IsUsage(err), "%q: %v", addr, err)
		assert.NotEmpty(t, fault.Hint(err))
	}
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
func dial(in io.Reader, f *fake, text ...string) (string, error) {
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

func TestBrief(t *testing.T) {
	assert.Equal(t, `"a\n"`, brief([]byte("a\n")))
	assert.Equal(t, `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"… (50 bytes)`, brief(bytes.Repeat([]byte("x"), 50)))
}
