package sockerrors

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

func BenchmarkEcho(b *testing.B) { echotest.Bench(b, subject) }

// An echoed message costs no memory that must be collected again: errors do.
func TestEchoDoesNotAllocate(t *testing.T) { echotest.NoAllocation(t, subject) }

// BenchmarkAsking is what it costs to know an error again, by four means. The
// first two are right on every system.
func BenchmarkAsking(b *testing.B) {
	var bench bench
	defer bench.close()
	ln, err := bench.listen()
	require.NoError(b, err)
	require.NoError(b, ln.Close())
	_, err = new(net.Dialer).DialContext(context.Background(), "tcp", ln.Addr().String())
	require.True(b, Is(err, Refused))

	var found bool
	for _, way := range []struct {
		name string
		ask  func() bool
	}{
		{"Is", func() bool { return Is(err, Refused) }},
		{"Explain", func() bool { return Explain(err).Kind == Refused }},
		{"errors.Is", func() bool { return errors.Is(err, syscall.ECONNREFUSED) }},
		{"text", func() bool { return strings.Contains(err.Error(), "connection refused") }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found = way.ask()
			}
		})
	}
	_ = found
}

// BenchmarkDial is a connection that is made, and one that is refused.
func BenchmarkDial(b *testing.B) {
	var bench bench
	defer bench.close()
	open, err := bench.listen()
	require.NoError(b, err)
	shut, err := bench.listen()
	require.NoError(b, err)
	require.NoError(b, shut.Close())
	go func() {
		for {
			conn, err := open.Accept()
			if err != nil {
				return
			}
			_ = conn.Close() // after the client
		}
	}()
	for _, at := range []struct {
		name string
		addr net.Addr
	}{{"made", open.Addr()}, {"refused", shut.Addr()}} {
		b.Run(at.name, func(b *testing.B) {
			for b.Loop() {
				conn, err := net.Dial("tcp", at.addr.String())
				if err == nil {
					_ = conn.(*net.TCPConn).SetLinger(0) // no TIME-WAIT: ports would run out
					_ = conn.Close()
				}
			}
		})
	}
}
