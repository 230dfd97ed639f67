package bsdapi

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A pingPong sends a message over a connection and reads it back into the same
// memory: the least that a client can do, so that what is measured is the
// server and the system.
type pingPong struct {
	client *Client
	buf    []byte
}

func (e *pingPong) once() error {
	if _, err := e.client.Write(e.buf); err != nil {
		return err
	}
	_, err := io.ReadFull(e.client, e.buf)
	return err
}

// pingPongs starts a server and connects n clients to it, each used once.
func pingPongs(tb testing.TB, n, size int) []*pingPong {
	tb.Helper()
	server, err := Listen(context.Background(), "127.0.0.1:0")
	require.NoError(tb, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	all := make([]*pingPong, n)
	tb.Cleanup(func() {
		for _, e := range all {
			_ = e.client.Close()
		}
		_ = server.Close()
		<-served
	})
	for i := range all {
		client, err := Dial(context.Background(), server.Addr().String())
		require.NoError(tb, err)
		all[i] = &pingPong{client, make([]byte, size)}
		require.NoError(tb, all[i].once())
	}
	return all
}

func BenchmarkEcho(b *testing.B) {
	for _, conns := range []int{1, 50} {
		for _, size := range []int{64, 1 << 10, 64 << 10} {
			b.Run(fmt.Sprintf("conns=%d/bytes=%d", conns, size), func(b *testing.B) {
				benchmarkEcho(b, pingPongs(b, conns, size), size)
			})
		}
	}
}

// benchmarkEcho shares b.N messages out among the connections.
func benchmarkEcho(b *testing.B, all []*pingPong, size int) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	errs := make(chan error, len(all))
	var clients sync.WaitGroup
	for i, e := range all {
		clients.Go(func() {
			for range (b.N + i) / len(all) {
				if err := e.once(); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	clients.Wait()
	b.StopTimer()
	close(errs)
	for err := range errs {
		b.Error(err)
	}
}

// An echoed message costs the server no memory that must be collected again.
func TestEchoDoesNotAllocate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what WSARecv and WSASend point to is on the heap: x/sys says of neither that it keeps nothing")
	}
	for _, size := range []int{64, 64 << 10} {
		t.Run(fmt.Sprintf("%d bytes", size), func(t *testing.T) {
			e := pingPongs(t, 1, size)[0]
			var err error
			allocs := testing.AllocsPerRun(2000, func() {
				if err == nil {
					err = e.once()
				}
			})
			require.NoError(t, err)
			require.Zero(t, allocs, "allocations a message, in the server and this client together")
		})
	}
}
