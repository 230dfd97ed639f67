package stream

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The errors that the system gives: on Windows they have Winsock's numbers.
var connReset, connRefused = syscall.ECONNRESET, syscall.ECONNREFUSED

func init() {
	if runtime.GOOS == "windows" {
		connReset, connRefused = 10054, 10061
	}
}

// against connects a client to a peer that does what peer says, and then
// closes unless peer has.
func against(t *testing.T, peer func(*net.TCPConn)) *Client {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := ln.Accept()
		if err != nil {
			return // the client could not connect, which its test reports
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		peer(conn.(*net.TCPConn))
	}()
	client, err := Dial(t.Context(), ln.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = client.Close() // before the peer is waited for: it may be reading
		_ = ln.Close()
		<-done
	})
	return client
}

// echoer is a peer with nothing special about it.
func echoer(conn *net.TCPConn) { _, _ = io.Copy(conn, conn) }

func TestClientLargeMessage(t *testing.T) {
	client := against(t, echoer)
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	msg := make([]byte, 8<<20)
	for i := range msg {
		msg[i] = byte(i >> 8)
	}
	reply, err := client.Echo(ctx, msg)
	require.NoError(t, err, "8 MiB are more than the buffers on the way hold: Echo must read while it writes")
	assert.Equal(t, string(msg), string(reply))
}

func TestClientEmptyMessage(t *testing.T) {
	client := against(t, echoer)
	reply, err := client.Echo(t.Context(), nil)
	require.NoError(t, err, "nothing is sent, and nothing need come back")
	assert.Empty(t, reply)
}

func TestClientManyMessages(t *testing.T) {
	client := against(t, echoer)
	for i := range 100 {
		reply, err := client.Echo(t.Context(), []byte{byte(i)})
		require.NoError(t, err, "a connection is good for more than one message")
		require.Equal(t, []byte{byte(i)}, reply)
	}
}

func TestClientContextEndsEcho(t *testing.T) {
	for name, size := range map[string]int{"while it reads": 5, "while it writes": 64 << 20} {
		t.Run(name, func(t *testing.T) {
			hold := make(chan struct{})
			client := against(t, func(*net.TCPConn) { <-hold })
			defer close(hold)
			cause := errors.New("the user lost patience")
			ctx, stop := context.WithCancelCause(t.Context())
			time.AfterFunc(50*time.Millisecond, func() { stop(cause) })

			begin := time.Now()
			_, err := client.Echo(ctx, make([]byte, size))
			require.ErrorIs(t, err, cause, "Echo returns the reason that its ctx ended for")
			assert.Less(t, time.Since(begin), 5*time.Second, "and at once")
		})
	}
}

func TestClientContextDeadline(t *testing.T) {
	hold := make(chan struct{})
	client := against(t, func(*net.TCPConn) { <-hold })
	defer close(hold)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	_, err := client.Echo(ctx, []byte("hello"))
	require.ErrorIs(t, err, context.DeadlineExceeded, "the deadline is ctx's")
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded, "not one of the connection's, which is how Echo was woken")
}

// An Echo that succeeds leaves a connection that works: ctx may end at the
// very moment at which the last byte arrives.
func TestClientContextEndsAsTheReplyArrives(t *testing.T) {
	for range 300 {
		ctx, stop := context.WithCancel(t.Context())
		client := against(t, func(conn *net.TCPConn) {
			var b [1]byte
			if _, err := io.ReadFull(conn, b[:]); err != nil {
				return
			}
			_, _ = conn.Write(b[:])
			stop()
			echoer(conn)
		})
		_, err := client.Echo(ctx, []byte{1})
		if err == nil {
			_, err = client.Echo(t.Context(), []byte{2})
			require.NoError(t, err, "the first Echo succeeded: the end of its ctx must not reach the second")
		} else {
			require.ErrorIs(t, err, context.Canceled)
		}
		require.NoError(t, client.Close())
	}
}

func TestClientServerCloses(t *testing.T) {
	msg := []byte("hello, stream")
	answer := func(n int, end func(*net.TCPConn)) func(*net.TCPConn) {
		return func(conn *net.TCPConn) {
			if _, err := io.ReadFull(conn, make([]byte, len(msg))); err != nil {
				return // Echo then reports less than the test wants
			}
			_, _ = conn.Write(msg[:n])
			end(conn)
		}
	}
	closes := func(conn *net.TCPConn) { _ = conn.Close() }
	resets := func(conn *net.TCPConn) {
		_ = conn.SetLinger(0) // RST in place of FIN: socket(7), SO_LINGER
		_ = conn.Close()
	}
	for name, c := range map[string]struct {
		peer func(*net.TCPConn)
		back int
		want error
	}{
		"before the first byte": {answer(0, closes), 0, io.EOF},
		"in the middle":         {answer(5, closes), 5, io.ErrUnexpectedEOF},
		"by a reset":            {answer(0, resets), 0, connReset},
	} {
		t.Run(name, func(t *testing.T) {
			client := against(t, c.peer)
			reply, err := client.Echo(t.Context(), msg)
			require.ErrorIs(t, err, c.want)
			assert.Equal(t, string(msg[:c.back]), string(reply), "what came back before the end is there")
		})
	}
}

// A server that will send no more, and reads no more, ends the writing too.
func TestClientServerEndsWhileItWrites(t *testing.T) {
	hold := make(chan struct{})
	client := against(t, func(conn *net.TCPConn) {
		_ = conn.CloseWrite()
		<-hold
	})
	defer close(hold)
	outcome := make(chan error, 1)
	go func() {
		_, err := client.Echo(context.Background(), make([]byte, 64<<20))
		outcome <- err
	}()
	select {
	case err := <-outcome:
		require.ErrorIs(t, err, io.EOF)
	case <-time.After(5 * time.Second):
		require.FailNow(t, "Echo knows that nothing will come back: it must not wait until 64 MiB are sent")
	}
}

func TestDialRefused(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	_, err = Dial(t.Context(), ln.Addr().String())
	require.ErrorIs(t, err, connRefused, "nobody listens at %v", ln.Addr())
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, "dial", op.Op, "the error says which step failed")
}

func TestDialContextEnded(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := Dial(ctx, "127.0.0.1:9")
	require.ErrorIs(t, err, context.Canceled, "a ctx that has ended connects to nobody")
}

func TestDialNonsense(t *testing.T) {
	_, err := Dial(t.Context(), "nowhere")
	var addr *net.AddrError
	require.ErrorAs(t, err, &addr, "an address has a port")
}
