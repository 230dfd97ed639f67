package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

func TestIsExhausted(t *testing.T) {
	for _, errno := range exhausted {
		err := error(&net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", errno)})
		assert.True(t, isExhausted(err), "%v passes: something else will be closed", errno)
		assert.True(t, isExhausted(fmt.Errorf("wrapped: %w", err)))
	}
	for _, err := range []error{nil, io.EOF, net.ErrClosed, syscall.EINVAL, os.ErrDeadlineExceeded, context.Canceled} {
		assert.False(t, isExhausted(err), "%v does not pass: to try again would be to loop", err)
	}
}

// While no descriptor is left, the pauses between the tries grow, and whoever
// ends the server need not wait for one to pass.
func TestAcceptBacksOff(t *testing.T) {
	t.Run("until ctx ends", func(t *testing.T) {
		backsOff(t, func(_ *Server, stop context.CancelFunc) { stop() }, nil)
	})
	t.Run("until Close", func(t *testing.T) {
		backsOff(t, func(s *Server, _ context.CancelFunc) { _ = s.Close() }, net.ErrClosed)
	})
}

func backsOff(t *testing.T, end func(*Server, context.CancelFunc), want error) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	logged := make(lines, 100)
	server.Log = log.New(logged, "", 0)

	hoard := echotest.Exhaust(t)
	hoard.Release(1)
	client, err := Dial(t.Context(), server.Addr().String()) // the kernel accepts, whoever else cannot
	require.NoError(t, err)
	defer client.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	for _, pause := range []string{"5ms", "10ms", "20ms", "40ms", "80ms", "160ms", "320ms"} {
		select {
		case line := <-logged:
			assert.Contains(t, line, "too many open files; trying again in "+pause)
		case <-time.After(5 * time.Second):
			require.FailNow(t, "the server must go on trying to accept", "the next try was due before a pause of %s", pause)
		}
	}
	begin := time.Now()
	end(server, stop)
	require.ErrorIs(t, <-served, want, "Serve ends, though it cannot accept")
	assert.Less(t, time.Since(begin), 250*time.Millisecond, "and at once, not after the pause of 320ms")
	hoard.ReleaseAll()
	_, err = client.Echo(t.Context(), []byte("anybody?"))
	assert.Error(t, err, "the client in the queue learns that nobody will come")
}

// lines hands each Write on, as a string.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// What accept cannot recover from ends Serve, with the system's reason.
func TestServeReportsWhyAcceptFailed(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	require.NoError(t, server.ln.SetDeadline(time.Unix(1, 0)), "an error that no closing of descriptors would cure")
	err = server.Serve(t.Context())
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	assert.True(t, strings.HasPrefix(err.Error(), "echo server: "), "%v", err)
	var op *net.OpError
	assert.True(t, errors.As(err, &op) && op.Op == "accept", "the error says which step failed")
}
