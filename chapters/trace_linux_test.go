package chapters

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mayTrace skips a test where nothing can be traced.
func mayTrace(t *testing.T) {
	t.Helper()
	_, err := misbehaving.Trace(t.Context(), "connect")
	var skipped *Skipped
	if errors.As(err, &skipped) && os.Getenv(requireAll) == "" {
		t.Skipf("%v; %s", skipped, skipped.Hint())
	}
	require.NoError(t, err)
}

func TestTraceExample(t *testing.T) {
	mayTrace(t)
	var out bytes.Buffer
	var log []string
	err := misbehaving.TraceExample(t.Context(), "connect", &out, func(line string) { log = append(log, line) })
	require.NoError(t, err)
	assert.Equal(t, "client: connected\n", out.String())
	assert.Contains(t, strings.Join(log, "\n"), "listen(")
	assert.NotContains(t, strings.Join(log, "\n"), "strace:", "what strace has to say of itself goes elsewhere")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "trace*", "log"))
	require.NoError(t, err)
	assert.Empty(t, left, "no FIFO stays")
}

// The calls of an example are the same in every run, as a lesson shows them.
func TestTraceIsStable(t *testing.T) {
	mayTrace(t)
	c, err := Find(Catalogue, "ch02")
	require.NoError(t, err)
	b := Block{View: "trace"}
	first, err := c.Trace(t.Context(), "echo")
	require.NoError(t, err)
	for range 5 {
		again, err := c.Trace(t.Context(), "echo")
		require.NoError(t, err)
		assert.Equal(t, b.normalise(first), b.normalise(again))
	}
	for _, line := range []string{
		"listener: bind(fd FD, 127.0.0.1:PORT) = 0\nlistener: listen(fd FD, BACKLOG) = 0\n",
		"client: connect(fd FD, 127.0.0.1:PORT) = -1 EINPROGRESS\n",
		"server: read(fd FD, \"hello, stream\") = 13\nserver: write(fd FD, \"hello, stream\", 13) = 13\nserver: read(fd FD, \"\") = 0\nserver: close(fd FD) = 0\n",
	} {
		assert.Contains(t, b.normalise(first), line)
	}
}

// In a namespace of its own an example is traced all the same.
func TestTraceExamplePrivately(t *testing.T) {
	mayTrace(t)
	t.Setenv(parentEnv, "127.0.0.1:1")
	text, err := misbehaving.Trace(t.Context(), "private")
	var skipped *Skipped
	if errors.As(err, &skipped) {
		t.Skipf("%v; %s", skipped, skipped.Hint())
	}
	require.NoError(t, err)
	assert.Contains(t, text, "ECONNREFUSED", "nobody is there")
	assert.NotContains(t, text, "SOCK_DGRAM", "how lo was raised is not the example's story")
}

func TestTraceExampleEnds(t *testing.T) {
	mayTrace(t)
	for name, want := range map[string]string{
		"fail": "dial tcp 127.0.0.1:1: connection refused",
		"skip": "looking around: no ruby here",
		"wel":  `no example "wel"`,
	} {
		require.EqualError(t, misbehaving.TraceExample(t.Context(), name, io.Discard, func(string) {}), want)
	}
	cause := errors.New("Ctrl-C")
	for _, name := range []string{"wait", "stubborn"} {
		ctx, stop := context.WithCancelCause(t.Context())
		done := make(chan error, 1)
		out := &signalling{written: make(chan struct{})}
		go func() { done <- misbehaving.TraceExample(ctx, name, out, func(string) {}) }()
		<-out.written
		stop(cause)
		require.ErrorIs(t, returned(t, done), cause, name)
	}
	_, err := misbehaving.Trace(t.Context(), "well")
	require.EqualError(t, err, "no call on a socket")
}

// What forbids tracing is said, with what would allow it.
func TestTraceExampleWithoutStrace(t *testing.T) {
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	bin := t.TempDir()
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	const refusal = "#!SH\necho 'strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted' >&2\nexit 1\n"
	script := filepath.Join(bin, "strace")
	require.NoError(t, os.WriteFile(script, []byte(strings.Replace(refusal, "SH", sh, 1)), 0o777))
	var skipped *Skipped
	_, err = misbehaving.Trace(t.Context(), "connect")
	require.ErrorAs(t, err, &skipped)
	assert.Equal(t, "no program may trace another here: strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted", skipped.Reason)
	assert.NotEmpty(t, skipped.Remedy)

	t.Setenv("PATH", t.TempDir())
	_, err = misbehaving.Trace(t.Context(), "connect")
	require.ErrorAs(t, err, &skipped)
	assert.Equal(t, "apt-get install strace", skipped.Remedy)
}

func TestCheckTranscriptOfTrace(t *testing.T) {
	mayTrace(t)
	real, err := misbehaving.Trace(t.Context(), "connect")
	require.NoError(t, err)
	lesson := "# T\n\n<!-- run: connect trace -->\n```text\n" + real + "```\n"
	l, err := ParseLesson([]byte(lesson))
	require.NoError(t, err)
	found, err := CheckTranscript(t.Context(), &misbehaving, l, "connect", "trace")
	require.NoError(t, err)
	assert.Empty(t, found)

	l, err = ParseLesson([]byte(strings.Replace(lesson, "SO_REUSEADDR", "SO_REUSEPORT", 1)))
	require.NoError(t, err)
	found, err = CheckTranscript(t.Context(), &misbehaving, l, "connect", "trace")
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Text, "connect trace prints something else now:\n")
	assert.Contains(t, found[0].Text, "-listener: setsockopt(fd FD, SO_REUSEPORT, 1) = 0\n+listener: setsockopt(fd FD, SO_REUSEADDR, 1) = 0\n")

	_, err = CheckTranscript(t.Context(), &misbehaving, l, "connect", "heap")
	require.EqualError(t, err, "nothing here records the heap view")
}
