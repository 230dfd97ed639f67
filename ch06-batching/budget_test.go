package batching

import (
	"bytes"
	"context"
	"log"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// from is a message of n datagrams with that many bytes each.
func from(addr string, n, bytes int) *message {
	return &message{data: make([]byte, n*bytes), segment: bytes, peer: netip.AddrPortFrom(netip.MustParseAddr(addr), 40000)}
}

func TestBudget(t *testing.T) {
	other := netip.MustParseAddr("192.0.2.2")
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(1000)
		for b.entry(other) == b.entry(netip.MustParseAddr("192.0.2.1")) {
			other = other.Next()
		}
		assert.True(t, b.allows(from("192.0.2.1", 1, 500)))
		assert.False(t, b.allows(from("192.0.2.1", 1, 500)), "500 and 28 for headers, twice, are more than 1,000")
		assert.True(t, b.allows(from("192.0.2.1", 1, 400)), "a smaller one still fits")
		assert.True(t, b.allows(from(other.String(), 5, 100)), "another address has its own budget")
		assert.False(t, b.allows(from(other.String(), 4, 70)), "joined datagrams cost a header each: 4 x 98 + 640")
		assert.True(t, b.allows(from(other.String(), 3, 70)))
		time.Sleep(time.Second)
		assert.True(t, b.allows(from("192.0.2.1", 1, 900)), "the next second has a budget of its own")
		time.Sleep(time.Hour)
		assert.False(t, b.allows(from("192.0.2.1", 1, 1000)), "but nobody saves up")
	})
}

// Who has a network of 2^64 addresses has one budget.
func TestBudgetOfANetwork(t *testing.T) {
	b := newBudget(1)
	at := func(s string) uint64 { return b.entry(netip.MustParseAddr(s)) }
	assert.Equal(t, at("2001:db8::1"), at("2001:db8::ffff:2"), "IPv6: the first 64 bits count")
	assert.Equal(t, at("192.0.2.1"), at("::ffff:192.0.2.1"), "IPv4 is the same through an IPv6 socket")
	entries := make(map[uint64]bool)
	for addr := netip.MustParseAddr("192.0.2.0"); len(entries) < 2; addr = addr.Next() {
		entries[b.entry(addr)] = true
	}
}

// What is beyond the budget stays unanswered, on either path; what is within
// it, and came behind, does not.
func TestServerKeepsItsBudget(t *testing.T) {
	for name, plain := range map[string]bool{"batched": false, "plain": true} {
		t.Run(name, func(t *testing.T) {
			server, err := Listen(t.Context(), "127.0.0.1:0")
			require.NoError(t, err)
			var logged bytes.Buffer
			server.Plain = plain
			server.SetLog(log.New(&logged, "", 0))
			server.SetBudget(10_000)
			ctx, stop := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- server.Serve(ctx) }()
			defer server.Close()

			client, err := Dial(t.Context(), server.Addr().String())
			require.NoError(t, err)
			defer client.Close()
			late, give := context.WithTimeout(t.Context(), 10*time.Second)
			defer give()
			_, err = client.Echo(late, make([]byte, 9000))
			require.NoError(t, err)
			soon, hurry := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer hurry()
			_, err = client.Echo(soon, make([]byte, 20_000))
			assert.ErrorIs(t, err, context.DeadlineExceeded, "no second has room for that")
			_, err = client.Echo(late, make([]byte, 100))
			assert.NoError(t, err)
			stop()
			require.NoError(t, <-served)
			assert.Contains(t, logged.String(), "not answered: its budget is spent")
		})
	}
}

// Whoever may be an echo server gets no answer, or the two would never stop.
func TestRefusesServers(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	for port, why := range map[uint16]string{
		7: "a service's port", 1023: "a service's port", server.port: "the server's own port",
		7001: "another chapter's port", 7008: "another chapter's port",
		1024: "", 7000: "", 7009: "", 40000: "", 65535: "",
	} {
		m := message{peer: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port)}
		assert.Equal(t, why, server.refuses(&m), "%d", port)
	}
}
