package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience bounds a test that waits for the kernel.
const patience = 20 * time.Second

// onPair is withPair for a test, with one deadline over both ends.
func onPair(t *testing.T, f func(ctx context.Context, client, server *net.TCPConn)) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	require.NoError(t, withPair(ctx, func(client, server *net.TCPConn) error {
		f(ctx, client, server)
		return nil
	}))
}

// orSkip skips where the kernel cannot be asked.
func orSkip(t *testing.T, err error) {
	t.Helper()
	orSkipUnsupported(t, err)
	require.NoError(t, err)
}

func orSkipUnsupported(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
}

func TestTCPStateFollowsTheConnection(t *testing.T) {
	onPair(t, func(ctx context.Context, client, server *net.TCPConn) {
		state, err := tcpState(client)
		orSkip(t, err)
		assert.Equal(t, "ESTABLISHED", state)
		require.NoError(t, client.CloseWrite())
		require.NoError(t, awaitState(ctx, client, "FIN-WAIT-2"), "the server's kernel has acknowledged the FIN")
		require.NoError(t, awaitState(ctx, server, "CLOSE-WAIT"), "the server has yet to finish")
		require.NoError(t, server.Close())
		require.NoError(t, awaitTable(ctx, client.LocalAddr(), client.RemoteAddr(), "TIME-WAIT"), "the end that finished first waits")
	})
}

func TestWithPairEndsWithContext(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("Ctrl-C")
	start := time.Now()
	err := withPair(ctx, func(client, _ *net.TCPConn) error {
		_ = client.SetReadDeadline(start.Add(patience))
		go stop(why)
		_, err := client.Read(make([]byte, 1)) // nobody writes
		return err
	})
	require.ErrorIs(t, err, why, "the reason, not what it did to the Read")
	require.Less(t, time.Since(start), patience, "the end of ctx wakes the Read")
}

// A reader who presses Ctrl-C is not kept waiting, and nothing is left behind
// (goleak, in TestMain).
func TestKernelExamplesEndWithContext(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"halfclose": HalfClose, "deadline": Deadline, "keepalive": KeepAlive, "timeout": TimedOut, "nodelay": NoDelay,
		"backpressure": Backpressure, "timewait": TimeWait, "reset": Reset, "broken-pipe": BrokenPipe,
		"tcpinfo": TCPInfo, "states": States, "strace": Strace, "linger": Linger,
	} {
		for _, after := range []time.Duration{0, 50 * time.Millisecond} {
			t.Run(fmt.Sprintf("%s after %v", name, after), func(t *testing.T) {
				t.Parallel()
				ctx, stop := context.WithCancel(t.Context())
				defer time.AfterFunc(after, stop).Stop()
				start := time.Now()
				err := example(ctx, io.Discard)
				if err == nil && after > 0 {
					return // it was done before
				}
				orSkipUnsupported(t, err)
				assert.ErrorIs(t, err, context.Canceled, "the example says why it ended")
				assert.Less(t, time.Since(start), 2*time.Second, "it ends with its context")
			})
		}
	}
}
