package stream

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyShape runs f for all shapes at once, the C server among them, each on a
// listener of its own.
func everyShape(t *testing.T, f func(t *testing.T, s shape, ln *net.TCPListener)) {
	all := shapes[:len(shapes):len(shapes)]
	program, remove, err := buildEpollServer(t.Context())
	if err == nil {
		t.Cleanup(remove)
		all = append(all, shape{inC, serveProgram(program)})
	} else {
		t.Logf("%s: %v", inC, err)
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			ln, err := listenShared(t.Context(), "127.0.0.1:0")
			if errors.Is(err, errors.ErrUnsupported) {
				t.Skip(err)
			}
			require.NoError(t, err)
			f(t, s, ln)
		})
	}
}

// start serves and returns a function that ends the server and says what it
// returned, and how long that took.
func start(t *testing.T, s shape, ln *net.TCPListener) (stop func() (time.Duration, error)) {
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.serve(ctx, ln) }()
	return func() (time.Duration, error) {
		began := time.Now()
		cancel()
		err := <-served
		return time.Since(began), err
	}
}

func dialShape(t *testing.T, addr net.Addr) *net.TCPConn {
	conn, err := net.Dial("tcp", addr.String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(15*time.Second)))
	return conn.(*net.TCPConn)
}

// Every byte comes back in order, however little the client reads at a time
// and however late it begins.
func TestShapesEchoEverything(t *testing.T) {
	everyShape(t, func(t *testing.T, s shape, ln *net.TCPListener) {
		addr, stop := ln.Addr(), start(t, s, ln)
		conn := dialShape(t, addr)
		sent := bytes.Repeat([]byte("0123456789abcdef"), 1<<18) // 4 MiB: more than the buffers on the way hold
		wrote := make(chan error, 1)
		go func() {
			_, err := conn.Write(sent)
			wrote <- errors.Join(err, conn.CloseWrite())
		}()
		got, err := io.ReadAll(io.LimitReader(conn, int64(len(sent))+1))
		require.NoError(t, err)
		require.NoError(t, <-wrote)
		require.True(t, bytes.Equal(sent, got), "%d bytes sent, %d came back, or others", len(sent), len(got))
		_, err = stop()
		require.NoError(t, err, "a server that was told to end has not failed")
	})
}

// A client that sends and does not read is made to wait, and then gets all.
func TestShapesBackPressure(t *testing.T) {
	everyShape(t, func(t *testing.T, s shape, ln *net.TCPListener) {
		addr, stop := ln.Addr(), start(t, s, ln)
		conn := dialShape(t, addr)
		require.NoError(t, conn.SetWriteBuffer(64<<10))
		require.NoError(t, conn.SetReadBuffer(64<<10))
		sent, chunk := 0, bytes.Repeat([]byte("x"), 64<<10)
		for sent < 256<<20 {
			_ = conn.SetWriteDeadline(time.Now().Add(150 * time.Millisecond)) // fails only if closed, which Write reports
			n, err := conn.Write(chunk)
			sent += n
			if err != nil {
				require.ErrorIs(t, err, os.ErrDeadlineExceeded)
				break
			}
		}
		require.Less(t, sent, 256<<20, "the server must stop reading while its echoes are not read")
		require.NoError(t, conn.CloseWrite())
		got, err := io.Copy(io.Discard, conn)
		require.NoError(t, err)
		assert.EqualValues(t, sent, got, "what was accepted comes back, once it is read")
		_, err = stop()
		require.NoError(t, err)
	})
}

// A server that is told to end lets an open connection finish.
func TestShapesDrain(t *testing.T) {
	everyShape(t, func(t *testing.T, s shape, ln *net.TCPListener) {
		addr, stop := ln.Addr(), start(t, s, ln)
		conn := dialShape(t, addr)
		exchange(t, conn, "before")
		ended := make(chan error, 1)
		go func() {
			_, err := stop()
			ended <- err
		}()
		require.Eventually(t, func() bool {
			c, err := net.Dial("tcp", addr.String())
			if err == nil {
				_ = c.Close() // the port is not closed yet
			}
			return err != nil
		}, lastWords*9/10, 5*time.Millisecond, "a draining server accepts nobody")
		exchange(t, conn, "after")
		require.NoError(t, conn.CloseWrite())
		_, err := conn.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
		require.NoError(t, <-ended)
	})
}

// A client that never ends is hung up on.
func TestShapesOutlastSilentClients(t *testing.T) {
	everyShape(t, func(t *testing.T, s shape, ln *net.TCPListener) {
		addr, stop := ln.Addr(), start(t, s, ln)
		conn := dialShape(t, addr)
		exchange(t, conn, "still here")
		took, err := stop()
		require.NoError(t, err)
		assert.GreaterOrEqual(t, took, lastWords-10*time.Millisecond, "the client has lastWords to end in")
		assert.Less(t, took, 4*lastWords, "and no more")
		_, err = conn.Read(make([]byte, 1))
		assert.Error(t, err, "then the server hangs up")
	})
}

// A load that is cancelled ends, and so does its server.
func TestLoadEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := measure(ctx, shape{"silent", func(ctx context.Context, ln *net.TCPListener) error {
		<-ctx.Done()
		return ln.Close()
	}}, load{conns: 2, turns: 1, size: 1})
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// A load notices an echo that is none.
func TestLoadChecksEchoes(t *testing.T) {
	_, err := measure(t.Context(), shape{"liar", func(_ context.Context, ln *net.TCPListener) error {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		_, err = conn.Write([]byte("y"))
		return errors.Join(err, conn.Close(), ln.Close())
	}}, load{conns: 1, turns: 1, size: 1})
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	require.ErrorContains(t, err, "differs from what was sent")
}

func TestMedianIgnoresOneDisturbedRun(t *testing.T) {
	runs := []result{{elapsed: 5}, {elapsed: 900}, {elapsed: 3}}
	assert.Equal(t, time.Duration(5), median(runs, func(r result) time.Duration { return r.elapsed }))
}

func TestShapes(t *testing.T) {
	got := show(t, func(ctx context.Context, out io.Writer) error {
		return compare(ctx, out, load{conns: 10, turns: 5, size: 64}, 1)
	})
	for _, s := range shapes {
		assert.Regexp(t, `(?m)^`+s.name+` +█+ +\d+\.\d\d `, got, "each shape has its bar")
	}
	assert.Contains(t, got, "\nSO_REUSEPORT: an event loop for each processor", "a name that is an option's is explained")
	for _, column := range []string{"CPU/echo", "1st echo", "ratio, to C"} {
		assert.Contains(t, got, "\n"+column+": ", "so is each column")
	}
	assert.Regexp(t, `(?m)^goroutines +█+ +1\.00 `, got, "the others are compared with the goroutines")
}

func exchange(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	_, err := io.WriteString(conn, text)
	require.NoError(t, err)
	echo := make([]byte, len(text))
	_, err = io.ReadFull(conn, echo)
	require.NoError(t, err)
	require.Equal(t, text, string(echo), "the same bytes come back")
}

// BenchmarkShapes counts echoes: ns/op is wall time, cpu-ns/op the server's
// own share, first-ms the longest wait for a first echo.
//
//	go test -bench Shapes -benchtime 50000x -count 5 ./ch02-stream
func BenchmarkShapes(b *testing.B) {
	all := shapes[:len(shapes):len(shapes)]
	if program, remove, err := buildEpollServer(b.Context()); err == nil {
		defer remove()
		all = append(all, shape{inC, serveProgram(program)})
	} else {
		b.Logf("%s: %v", inC, err)
	}
	for _, s := range all {
		b.Run(s.name, func(b *testing.B) {
			l := load{conns: 50, turns: (b.N + 49) / 50, size: 64}
			r, err := measure(b.Context(), s, l)
			if errors.Is(err, errors.ErrUnsupported) {
				b.Skip(err)
			}
			require.NoError(b, err)
			echoes := float64(l.conns * l.turns)
			b.ReportMetric(float64(r.elapsed)/echoes, "ns/op")
			b.ReportMetric(float64(r.serverCPU)/echoes, "cpu-ns/op")
			b.ReportMetric(float64(r.firstAnswer)/float64(time.Millisecond), "first-ms")
		})
	}
}
