package echotest

import (
	"context"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A pingPong sends a message over a connection and reads it back into the same
// memory: the least that a client can do, so that what is measured is the
// server and the system.
type pingPong struct {
	client Conn
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
func pingPongs(tb testing.TB, s Subject, n, size int) []*pingPong {
	tb.Helper()
	server, err := s.Listen(context.Background(), s.Addr(), roomy)
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
		client, err := s.Dial(context.Background(), server.Addr().String())
		require.NoError(tb, err)
		all[i] = &pingPong{client, make([]byte, size)}
		require.NoError(tb, all[i].once())
	}
	return all
}

// Bench measures an echo, 1 connection at a time and 50, in three sizes.
func Bench(b *testing.B, s Subject) { bench(b, s, 64, 1<<10, 64<<10) }

// DatagramBench measures an echo, 1 client at a time and 50, in two sizes of
// which 50 fit into a receive buffer: what is lost would be waited for.
func DatagramBench(b *testing.B, s DatagramSubject) { bench(b, s.asStream(), 64, 1<<10) }

func bench(b *testing.B, s Subject, sizes ...int) {
	for _, conns := range []int{1, 50} {
		for _, size := range sizes {
			b.Run(fmt.Sprintf("conns=%d/bytes=%d", conns, size), func(b *testing.B) {
				echoes(b, pingPongs(b, s, conns, size), size)
			})
		}
	}
}

// echoes shares b.N messages out among the connections.
func echoes(b *testing.B, all []*pingPong, size int) {
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

// NoAllocation fails if an echoed message costs memory that must be collected
// again, in the server or in this client.
func NoAllocation(t *testing.T, s Subject) { noAllocation(t, s, 64, 64<<10) }

// DatagramNoAllocation is NoAllocation for datagrams.
func DatagramNoAllocation(t *testing.T, s DatagramSubject) {
	noAllocation(t, s.asStream(), 64, largest)
}

func noAllocation(t *testing.T, s Subject, sizes ...int) {
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%d bytes", size), func(t *testing.T) {
			e := pingPongs(t, s, 1, size)[0]
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
