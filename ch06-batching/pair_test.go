package batching

import (
	"context"
	"fmt"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serving starts a server and its client, for as long as the test.
func serving(tb testing.TB, plain bool) (*Server, *Client) {
	tb.Helper()
	server, err := Listen(context.Background(), "127.0.0.1:0")
	require.NoError(tb, err)
	server.Plain = plain
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	client, err := Dial(context.Background(), server.Addr().String())
	require.NoError(tb, err)
	tb.Cleanup(func() {
		_ = client.Close()
		_ = server.Close()
		<-served
	})
	return server, client
}

// distinct is n messages of size bytes, no two the same.
func distinct(n, size int) (msgs [][]byte) {
	for i := range n {
		msgs = append(msgs, fmt.Appendf(nil, "%0*d", size, i))
	}
	return msgs
}

// Each message has its own answer, whatever the lengths side by side.
func TestEchoAll(t *testing.T) {
	msgs := append(distinct(200, 20), nil, make([]byte, 9000), []byte("a"), []byte("a"), make([]byte, largest))
	for _, plain := range []bool{false, true} {
		_, client := serving(t, plain)
		answers, err := client.EchoAll(t.Context(), msgs)
		require.NoError(t, err)
		for i := range msgs {
			assert.NotNil(t, answers[i])
			assert.Equal(t, string(msgs[i]), string(answers[i]))
		}
	}
}

func TestPathPlain(t *testing.T) {
	server, client := serving(t, true)
	_, err := client.Echo(t.Context(), []byte("x"))
	require.NoError(t, err)
	assert.Equal(t, "plain", server.Path())
}

func TestWindow(t *testing.T) {
	assert.Equal(t, 64, window(distinct(100, 10)))
	assert.Equal(t, 3, window(distinct(3, 10)))
	assert.Equal(t, 65, window(distinct(100, 1000))+window(distinct(1, 65507)), "64 of 1,000 bytes are less than 65,536")
	assert.Equal(t, 54, window(distinct(100, 1200)))
	assert.Equal(t, 1, window(distinct(2, 65507)), "one may always go")
}

func TestRefuses(t *testing.T) {
	server := &Server{port: 7006}
	for port, why := range map[uint16]string{7: "a service's port", 7006: "the server's own port", 1024: "", 40000: ""} {
		m := message{peer: netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), port)}
		assert.Equal(t, why, server.refuses(&m), "port %d", port)
	}
}

// BenchmarkEchoAll has 64 datagrams of 1,000 bytes in flight, to a server that
// moves one a call and to one that moves as many as it can.
func BenchmarkEchoAll(b *testing.B) {
	for _, plain := range []bool{true, false} {
		b.Run(fmt.Sprintf("plain=%v", plain), func(b *testing.B) {
			server, client := serving(b, plain)
			msgs := distinct(64, 1000)
			before := server.Counts()
			for b.Loop() {
				if _, err := client.EchoAll(b.Context(), msgs); err != nil {
					b.Fatal(err)
				}
			}
			n := server.Counts()
			datagrams := float64(n.Received - before.Received)
			b.ReportMetric(float64(n.Receives+n.Sends-before.Receives-before.Sends)/datagrams, "calls/datagram")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/datagrams, "ns/datagram")
		})
	}
}
