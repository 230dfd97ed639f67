package batching

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// under is what stands in text below the line title, up to the next line that
// is not the kernel's or the server's.
func under(t *testing.T, text, title string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, title+"\n")
	require.True(t, found, "%q in\n%s", title, text)
	var below strings.Builder
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "kernel: ") && !strings.HasPrefix(line, "server: ") {
			break
		}
		below.WriteString(line)
	}
	return below.String()
}

func TestWritev(t *testing.T) {
	text := show(t, Writev)
	assert.Equal(t, "kernel: 3 × write, 36 bytes in all\n", under(t, text, "client: 3 messages, a Write for each"))
	assert.Equal(t, "kernel: writev(fd, 3 buffers) = 36\n", under(t, text, "client: 3 messages, net.Buffers"))
	assert.Equal(t, "kernel: writev(fd, 1024 buffers) = 12288\nkernel: writev(fd, 1024 buffers) = 12288\nkernel: writev(fd, 452 buffers) = 5424\n",
		under(t, text, "client: 2500 messages, net.Buffers"), "Go never asks for more than the kernel takes")
	assert.Equal(t, "kernel: 3 × write, 36 bytes in all\n", under(t, text, "client: 3 messages, net.Buffers to a wrapped connection"))
	assert.Contains(t, text, "after WriteTo: 0 buffers")
}

func TestPending(t *testing.T) {
	text := show(t, Pending)
	for title, calls := range map[string]string{
		"client: each written and awaited":                   "64 × write, ",
		"client: all written to a bufio.Writer, then Flush":  " 1 × write, ",
		"client: all collected in net.Buffers, then WriteTo": " 1 × writev, ",
	} {
		assert.Contains(t, under(t, text, title), calls)
		assert.Contains(t, under(t, text, title), "in order\n")
	}
	started := under(t, text, "client: all started, each in a goroutine, then awaited")
	assert.Contains(t, started, "64 × write, 1024 bytes", "started together, and still a call each")
	assert.Contains(t, started, "whole, but not in order")
}

func TestSendfile(t *testing.T) {
	text := show(t, Sendfile)
	for title, by := range map[string]string{
		"client: io.Copy(conn, file)":                  "× sendfile, 1048576 bytes",
		"client: io.CopyN(conn, file, size)":           "× sendfile, 1048576 bytes",
		"client: io.Copy(bufio.NewWriter(conn), file)": "× sendfile, 1048576 bytes",
		"client: io.Copy(conn, another conn)":          "× splice, 2097152 bytes", // into the pipe, and out of it
	} {
		assert.Contains(t, under(t, text, title), by)
		assert.NotContains(t, under(t, text, title), "write")
	}
	for _, title := range []string{
		"client: io.Copy(struct{ net.Conn }{conn}, file)",
		"client: io.Copy(conn, io.TeeReader(file, log))",
	} {
		assert.Contains(t, under(t, text, title), "× read, 1048576 bytes")
		assert.Contains(t, under(t, text, title), "× write, 1048576 bytes")
	}
	assert.Equal(t, 4, strings.Count(text, "client: 0 bytes came through"))
	assert.Equal(t, 2, strings.Count(text, "client: 1048576 bytes came through"))
}

func TestCork(t *testing.T) {
	text := show(t, Cork)
	for title, segments := range map[string]string{
		"one Write for all":                           "1",
		"net.Buffers":                                 "1",
		"a Write for each, TCP_NODELAY":               "8",
		"a Write for each, Nagle's algorithm":         "2",
		"TCP_CORK, a Write for each, cork drawn":      "1",
		"send with MSG_MORE, the last without":        "1",
		"TCP_CORK, a Write for each, TCP_NODELAY set": "1",
	} {
		assert.Equal(t, "kernel: segments sent: "+segments+"\n", under(t, text, "client: "+title))
	}
}

// What is held back by a cork goes when TCP_NODELAY is set, and not later.
func TestCorkPushed(t *testing.T) {
	require.NoError(t, withStream(t.Context(), func(client, server *net.TCPConn) error {
		require.NoError(t, setOption(client, unix.IPPROTO_TCP, unix.TCP_CORK, 1))
		require.NoError(t, corkEach(client, make([]byte, corkSize)))
		n, err := segmentsOut(client)
		require.NoError(t, err)
		assert.Zero(t, n, "the cork holds them")
		require.NoError(t, client.SetNoDelay(true))
		n, err = segmentsOut(client)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		return nil
	}))
}

// A cork that is drawn lets go at once, and not when the kernel draws it.
func TestCorkDrawn(t *testing.T) {
	require.NoError(t, withStream(t.Context(), func(client, server *net.TCPConn) error {
		require.NoError(t, corkDrawn(client, make([]byte, corkSize)))
		n, err := segmentsOut(client)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		return nil
	}))
}

// Both ends are closed when the scene is over, and under it when ctx ends.
func TestWithStreamCloses(t *testing.T) {
	var client, server *net.TCPConn
	require.NoError(t, withStream(t.Context(), func(c, s *net.TCPConn) error {
		client, server = c, s
		return nil
	}))
	assert.ErrorIs(t, client.Close(), net.ErrClosed)
	assert.ErrorIs(t, server.Close(), net.ErrClosed)

	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("the reader has gone")
	assert.Equal(t, why, withStream(ctx, func(c, _ *net.TCPConn) error {
		stop(why)
		_, err := c.Read(make([]byte, 1))
		assert.ErrorIs(t, err, net.ErrClosed)
		return err
	}))
}

func TestIOVMax(t *testing.T) {
	assert.Equal(t, `client: writev, 1024 buffers: 1024, <nil>
client: sendmsg, 1024 buffers: 1024, <nil>
client: writev, 1025 buffers: -1, invalid argument
client: sendmsg, 1025 buffers: 0, message too long
client: sendmmsg, 1025 messages: 1024, <nil>
`, show(t, IOVMax))
}

func TestIOURing(t *testing.T) {
	assert.Equal(t, `client: 64 requests to send 64 bytes in the ring: no system call
client: io_uring_enter(ring, submit 64, wait for 64) = 64
kernel: 64 results of 64 bytes: those messages are mine again
server: 64 datagrams, in order
client: a send to descriptor -1: io_uring_enter = 1
kernel: its result: bad file descriptor
`, show(t, IOURing))
}

// A ring takes no more requests than it has room for, and goes round.
func TestRing(t *testing.T) {
	r, err := newRing(4)
	if err != nil {
		t.Skip(noRing(err))
	}
	defer r.close()
	for turn := range 3 {
		for i := range 4 {
			assert.True(t, r.add(ringRequest{opcode: ringOpSend, fd: -1, userData: uint64(turn*4 + i)}))
		}
		assert.False(t, r.add(ringRequest{}), "the queue is full")
		n, err := r.enter(4)
		require.NoError(t, err)
		assert.Equal(t, 4, n)
		results := r.results()
		require.Len(t, results, 4)
		for i, result := range results {
			assert.Equal(t, ringResult{userData: uint64(turn*4 + i), result: -int32(unix.EBADF)}, result)
		}
		assert.Empty(t, r.results())
	}
}

// The more there is to do, the more it costs: on any machine, under any load.
func TestCost(t *testing.T) {
	text := show(t, Cost)
	for _, name := range []string{"a call of a Go function", costUnit, "send of 1400 bytes, UDP", "one thread wakes another, a pipe"} {
		assert.Contains(t, text, name)
	}
	assert.Equal(t, 11, strings.Count(text, "\n"))
}

// However early the context ends, nothing is left behind.
func TestStreamsEndWithContext(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"cork": Cork, "cost": Cost, "flush": Flush, "pending": Pending, "sendfile": Sendfile, "writev": Writev,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, after := range []time.Duration{0, 5 * time.Millisecond, 20 * time.Millisecond} {
				ctx, stop := context.WithTimeout(t.Context(), after)
				ended := make(chan struct{})
				go func() { _ = example(ctx, io.Discard); close(ended) }() // either answer is right
				select {
				case <-ended:
				case <-time.After(pairTime):
					t.Errorf("%v after the end of its context it runs", pairTime)
				}
				stop()
			}
		})
	}
}
