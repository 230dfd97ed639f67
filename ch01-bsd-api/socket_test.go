package bsdapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onPair runs a test on the two ends of a connection, with one deadline.
func onPair(t *testing.T, test func(client *Client, server Conn)) {
	t.Helper()
	client, server, stop, err := pipe()
	require.NoError(t, err)
	defer stop()
	for _, conn := range []net.Conn{client, server} {
		require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	}
	test(client.(*Client), server.(Conn))
}

func TestSocketKnowsItsAddresses(t *testing.T) {
	onPair(t, func(client *Client, server Conn) {
		assert.Equal(t, client.LocalAddr().String(), server.RemoteAddr().String())
		assert.Equal(t, client.RemoteAddr().String(), server.LocalAddr().String())
	})
}

func TestReadOfNothingIsNotTheEnd(t *testing.T) {
	onPair(t, func(client *Client, server Conn) {
		_, err := server.Write([]byte("x"))
		require.NoError(t, err)
		n, err := client.Read(nil)
		assert.NoError(t, err, "no room for a byte is not the end of the stream")
		assert.Zero(t, n)
		n, err = io.ReadFull(client, make([]byte, 1))
		assert.NoError(t, err)
		assert.Equal(t, 1, n, "the byte waits until there is room")
	})
}

func TestCloseEndsWaits(t *testing.T) {
	onPair(t, func(client *Client, server Conn) {
		ended := make(chan error, 1)
		go func() {
			_, err := client.Read(make([]byte, 1))
			ended <- err
		}()
		require.NoError(t, client.Close())
		assert.ErrorIs(t, <-ended, net.ErrClosed)
		assert.ErrorIs(t, client.Close(), net.ErrClosed, "closing twice is told, and closes nobody else's socket")
		assert.ErrorIs(t, client.SetDeadline(time.Time{}), net.ErrClosed)
		_, err := client.Write([]byte("x"))
		assert.ErrorIs(t, err, net.ErrClosed)
		_, err = server.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF, "the kernel ends the stream as soon as Close returns")
	})
}

// A deadline that moves moves the wait with it.
func TestDeadlineCanBePutOff(t *testing.T) {
	onPair(t, func(client *Client, server Conn) {
		require.NoError(t, client.SetReadDeadline(time.Now().Add(100*time.Millisecond)))
		read := make(chan error, 1)
		go func() {
			_, err := client.Read(make([]byte, 1))
			read <- err
		}()
		require.NoError(t, client.SetReadDeadline(time.Time{}))
		select {
		case err := <-read:
			require.Fail(t, "Read must go on waiting", "%v", err)
		case <-time.After(200 * time.Millisecond):
		}
		require.NoError(t, client.SetReadDeadline(time.Unix(1, 0)))
		assert.ErrorIs(t, <-read, os.ErrDeadlineExceeded)
	})
}

// Writes by several at once come one after the other, each in one piece.
func TestWritesAreNotMixed(t *testing.T) {
	const size = 4 << 20 // more than fits on the way: each Write waits, and more than once
	onPair(t, func(client *Client, server Conn) {
		var writers sync.WaitGroup
		for _, b := range []byte("ab") {
			writers.Go(func() {
				_, err := server.Write(bytes.Repeat([]byte{b}, size))
				assert.NoError(t, err)
			})
		}
		got := make([]byte, 2*size)
		_, err := io.ReadFull(client, got)
		require.NoError(t, err)
		writers.Wait()
		first, second := got[:size], got[size:]
		assert.Equal(t, size, bytes.Count(first, got[:1]), "the first Write's bytes stay together")
		assert.Equal(t, size, bytes.Count(second, second[:1]), "and so do the second's")
	})
}

func TestDialEndsWithContext(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	stop(why)
	ln, err := listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	_, err = Dial(ctx, ln.local.String())
	assert.ErrorIs(t, err, why)
}

func TestDialToNobodyIsRefused(t *testing.T) {
	ln, err := listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	_, err = Dial(t.Context(), ln.local.String())
	assert.True(t, isAny(err, refusals), "%v", err)
	var call *os.SyscallError
	require.ErrorAs(t, err, &call, "the error says which call failed")
	assert.Equal(t, "connect", call.Syscall)
}

func TestListenNamesTheCall(t *testing.T) {
	ln, err := listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	_, err = Listen(t.Context(), ln.local.String())
	var call *os.SyscallError
	require.ErrorAs(t, err, &call)
	assert.Equal(t, "bind", call.Syscall)
}

func TestResolveFillsInTheHost(t *testing.T) {
	addr, err := resolve(t.Context(), ":80", netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:80", addr.String())
	addr, err = resolve(t.Context(), "[::ffff:10.0.0.1]:http", netip.AddrFrom4([4]byte{0, 0, 0, 0}))
	require.NoError(t, err)
	assert.Equal(t, "10.0.0.1:80", addr.String(), "a mapped address is an IPv4 address")
	_, err = resolve(t.Context(), "127.0.0.1", netip.AddrFrom4([4]byte{0, 0, 0, 0}))
	assert.Error(t, err, "a port must be given")
}
