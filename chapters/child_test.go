package chapters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// misbehaving is a chapter of examples that do what no example should, so that
// RunExample can be seen to stand it.
var misbehaving = Chapter{
	Dir: "ch99-misbehaving",
	Examples: []Example{
		{Name: "well", Run: func(_ context.Context, out io.Writer) error {
			_, err := fmt.Fprintln(out, "client: hello")
			return err
		}},
		{Name: "fail", Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "client: about to fail")
			return errors.New("dial tcp 127.0.0.1:1: connection refused")
		}},
		{Name: "panic", Run: func(context.Context, io.Writer) error {
			go func() { panic("on another goroutine") }()
			select {}
		}},
		{Name: "exit", Run: func(context.Context, io.Writer) error { os.Exit(7); return nil }},
		{Name: "skip", Run: func(context.Context, io.Writer) error {
			return fmt.Errorf("looking around: %w", &Skipped{Reason: "no ruby here", Remedy: "apt-get install ruby"})
		}},
		{Name: "skip-bare", Run: func(context.Context, io.Writer) error {
			return fmt.Errorf("SO_PRIORITY: %w", errors.ErrUnsupported)
		}},
		{Name: "wait", Run: func(ctx context.Context, out io.Writer) error {
			fmt.Fprintln(out, "server: waiting")
			<-ctx.Done()
			fmt.Fprintln(out, "server: interrupted")
			return ctx.Err()
		}},
		{Name: "stubborn", Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "server: deaf")
			select {}
		}},
		{Name: "family", Run: func(_ context.Context, out io.Writer) error {
			if err := startLingerer(out); err != nil {
				return err
			}
			select {}
		}},
		{Name: "orphan", Run: func(_ context.Context, out io.Writer) error { return startLingerer(out) }},
		{Name: "quiet-orphan", Run: func(context.Context, io.Writer) error { return startLingerer(nil) }},
		{Name: "chorus", Run: func(_ context.Context, out io.Writer) error {
			var voices sync.WaitGroup
			for _, voice := range []string{"server", "client"} {
				voices.Go(func() {
					for range 500 {
						fmt.Fprintf(out, "%s: %s\n", voice, strings.Repeat("x", 100))
					}
				})
			}
			voices.Wait()
			return nil
		}},
		{Name: "flood", Run: func(context.Context, io.Writer) error {
			fmt.Fprintln(os.Stderr, "the first line")
			for range 100 {
				os.Stderr.Write(bytes.Repeat([]byte("x"), 64<<10))
			}
			return errors.New("the last line")
		}},
		{Name: "babble", Run: func(_ context.Context, out io.Writer) error {
			_, err := out.Write(bytes.Repeat([]byte("x"), 2*maxTranscript))
			return err
		}},
		{Name: "prefers", Network: PreferPrivate, Run: func(_ context.Context, out io.Writer) error {
			_, err := fmt.Fprintln(out, "client: here all the same")
			return err
		}},
		{Name: "prefers-in-vain", Network: PreferPrivate, Run: func(context.Context, io.Writer) error {
			return &Skipped{Reason: "lacks more than a namespace"}
		}},
		{Name: "burst", Network: Private, Run: func(context.Context, io.Writer) error { return sendBurst() }},
		{Name: "descriptors", Run: func(_ context.Context, out io.Writer) error { return descriptors(out) }},
		{Name: "connect", Run: func(_ context.Context, out io.Writer) error { return connect(out, "client") }},
		{Name: "private", Network: Private, Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "uid", os.Getuid())
			_, err := net.Dial("tcp", os.Getenv(parentEnv))
			fmt.Fprintln(out, "outside:", err)
			return connect(out, "inside")
		}},
	},
}

// burst is how many datagrams the example of that name sends.
const burst = 20_000

// sendBurst sends them to a socket that never looks.
func sendBurst() error {
	receiver, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer receiver.Close()
	sender, err := net.Dial("udp", receiver.LocalAddr().String())
	if err != nil {
		return err
	}
	defer sender.Close()
	for range burst {
		if _, err := sender.Write(make([]byte, 100)); err != nil {
			return err
		}
	}
	return nil
}

// descriptors prints the numbers of those that are open, and what the runner
// has left in the environment.
func descriptors(out io.Writer) error {
	open, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, strings.Join(open, " "), os.Getenv(captureEnv)+os.Getenv(privateEnv))
	return err
}

// lingerEnv turns this program into one that connects to the address given
// and stays until it is ended. Its connection tells whether it lives.
const lingerEnv = "SOCKBOOK_TEST_LINGER"

// parentEnv is the address of a listener of the test's own.
const parentEnv = "SOCKBOOK_TEST_PARENT"

func linger(addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	_, _ = conn.Read(make([]byte, 1)) // nothing ever comes
}

// startLingerer leaves a lingering process behind. It holds the example's
// standard output open if out is not nil.
func startLingerer(out io.Writer) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lingerEnv+"="+os.Getenv(parentEnv))
	if out != nil {
		cmd.Stdout = os.Stdout
	}
	return cmd.Start()
}

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
