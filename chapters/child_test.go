package chapters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRunExample(t *testing.T) {
	for name, tt := range map[string]struct{ out, err, hint string }{
		"well":      {out: "client: hello\n"},
		"fail":      {out: "client: about to fail\n", err: "dial tcp 127.0.0.1:1: connection refused"},
		"panic":     {err: "panic: on another goroutine"},
		"exit":      {err: "exit status 7"},
		"skip":      {err: "looking around: no ruby here", hint: "apt-get install ruby"},
		"skip-bare": {err: "SO_PRIORITY: unsupported operation"},
		"wel":       {err: `no example "wel"`, hint: "did you mean well?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := misbehaving.RunExample(t.Context(), name, &out)
			assert.Equal(t, tt.out, out.String())
			assert.Equal(t, tt.hint, hint(err))
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, tt.err, "one line, the example's own")
			var skipped *Skipped
			assert.Equal(t, strings.HasPrefix(name, "skip"), errors.As(err, &skipped))
			assert.Equal(t, strings.HasPrefix(name, "skip"), errors.Is(err, errors.ErrUnsupported))
		})
	}
}

// A signalling writer tells when something is first written.
type signalling struct {
	buf     bytes.Buffer // not embedded: io.Copy would use its ReadFrom
	once    sync.Once
	written chan struct{}
}

func (s *signalling) Write(p []byte) (int, error) {
	defer s.once.Do(func() { close(s.written) })
	return s.buf.Write(p)
}

// returned is what RunExample returned, which it must do soon after its
// example's end.
func returned(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(10 * time.Second):
		t.Fatal("RunExample does not return though its example is to end")
		return nil
	}
}

func TestRunExampleEndsWithItsContext(t *testing.T) {
	cause := errors.New("Ctrl-C")
	for name, want := range map[string]string{
		"wait":     "server: waiting\nserver: interrupted\n",
		"stubborn": "server: deaf\n",
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && name == "wait" {
				t.Skip("Windows cannot interrupt one process alone; RunExample kills it")
			}
			ctx, stop := context.WithCancelCause(t.Context())
			out := &signalling{written: make(chan struct{})}
			done := make(chan error, 1)
			go func() { done <- misbehaving.RunExample(ctx, name, out) }()
			<-out.written
			began := time.Now()
			stop(cause)
			require.ErrorIs(t, returned(t, done), cause)
			assert.Less(t, time.Since(began), time.Second, "Ctrl-C stops an example within a second")
			assert.Equal(t, want, out.buf.String(), "what it says on its way out is shown")
		})
	}
	ctx, stop := context.WithCancelCause(t.Context())
	stop(cause)
	require.ErrorIs(t, misbehaving.RunExample(ctx, "well", io.Discard), cause, "a context that has ended starts nothing")
}

func TestRunExampleLeavesNothingRunning(t *testing.T) {
	for name, want := range map[string]string{
		"family":       "context canceled",
		"orphan":       "the example left a process behind",
		"quiet-orphan": "",
	} {
		t.Run(name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer ln.Close()
			_ = ln.(*net.TCPListener).SetDeadline(time.Now().Add(20 * time.Second))
			t.Setenv(parentEnv, ln.Addr().String())

			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			done := make(chan error, 1)
			go func() { done <- misbehaving.RunExample(ctx, name, io.Discard) }()
			if name == "quiet-orphan" {
				require.NoError(t, returned(t, done))
				return // it may have been ended before it connected
			}
			grandchild, err := ln.Accept()
			require.NoError(t, err)
			defer grandchild.Close()
			if name == "family" {
				stop()
			}
			require.EqualError(t, returned(t, done), want)
			_ = grandchild.SetDeadline(time.Now().Add(10 * time.Second))
			_, err = grandchild.Read(make([]byte, 1))
			require.Error(t, err)
			assert.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the grandchild has ended, and its connection with it")
		})
	}
}

func TestRunExampleKeepsLinesWhole(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, misbehaving.RunExample(t.Context(), "chorus", &out))
	counts := make(map[string]int)
	for line := range strings.Lines(out.String()) {
		counts[line]++
	}
	x := strings.Repeat("x", 100)
	assert.Equal(t, map[string]int{"server: " + x + "\n": 500, "client: " + x + "\n": 500}, counts, "no line is cut by another")
}

func TestRunExampleBoundsStandardError(t *testing.T) {
	err := misbehaving.RunExample(t.Context(), "flood", io.Discard)
	require.ErrorContains(t, err, "the first line")
	assert.Len(t, err.Error(), 64<<10)
}

func TestRunExamplePrivately(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	t.Setenv(parentEnv, ln.Addr().String())
	var out bytes.Buffer
	err = misbehaving.RunExample(t.Context(), "private", &out)
	var skipped *Skipped
	if errors.As(err, &skipped) {
		assert.NotEmpty(t, skipped.Reason)
		t.Skipf("%v; %s", skipped, skipped.Hint())
	}
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprintf("uid 0\noutside: dial tcp %v: connect: connection refused\ninside: connected\n", ln.Addr()), out.String(),
		"root, a loopback of its own, and nobody else's")
}

func TestChildWithoutAnExample(t *testing.T) {
	status, ran := Child(Catalogue)
	assert.False(t, ran, "nothing names an example")
	assert.Zero(t, status)

	t.Setenv(childEnv, "ch99-misbehaving/nothing")
	status, ran = Child([]Chapter{misbehaving})
	assert.True(t, ran)
	assert.Equal(t, exitFailed, status)
}
