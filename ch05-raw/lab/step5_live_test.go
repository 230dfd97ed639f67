package ping_test

import (
	"net/netip"
	"testing"
	"time"

	ping "sockbook/ch05-raw/lab"
)

// Addresses that the kernel of this machine answers at.
var (
	loopback  = netip.MustParseAddr("127.0.0.1")
	loopback6 = netip.MustParseAddr("::1")
)

// liveSession asks this machine.
func liveSession(to netip.Addr, data string) *ping.Session {
	return &ping.Session{Local: to, To: to, ID: ourID, Data: []byte(data), Timeout: 5 * time.Second}
}

// TestLive asks the kernel of this machine, where that is Linux.
func TestLive(t *testing.T) {
	k := startKernel(t, false)
	for _, to := range []netip.Addr{loopback, loopback6} {
		for _, data := range []string{"", "odd", token} {
			var first ping.Event
			stats, err := ping.Run(t.Context(), k.socket(to), liveSession(to, data), 3, 10*time.Millisecond, func(e ping.Event) {
				if first.Kind == ping.Ignored {
					first = e
				}
			})
			if err != nil || stats.Sent != 3 || stats.Received != 3 || stats.Duplicates > 0 {
				t.Fatalf("the kernel answers each question that is intact, and a raw socket hears the question too\ninput: 3 questions to %v with %d bytes of data\ngot: %d sent, %d received, %d duplicates, %v\nwant: 3 sent, 3 received, 0 duplicates, <nil>", to, len(data), stats.Sent, stats.Received, stats.Duplicates, err)
			}
			if first.From != to || first.Seq != 1 || first.RTT < 0 || to.Is4() && first.TTL == 0 {
				t.Fatalf("an answer tells who sent it, when, and with IPv4 the TTL that it had left\ngot: %s\nwant: number 1, from %v", show(first), to)
			}
		}
	}
}

// TestLiveNeighbour lets another program ask the same host at the same time.
func TestLiveNeighbour(t *testing.T) {
	k := startKernel(t, false)
	for _, to := range []netip.Addr{loopback, loopback6} {
		c := k.socket(to)
		for seq := range uint16(3) {
			m := echo(false, ourID+1, seq+1, token, to, to)
			if err := c.Send(m, to); err != nil {
				t.Fatalf("got: %v", err)
			}
		}
		stats, err := ping.Run(t.Context(), c, liveSession(to, token), 4, 20*time.Millisecond, func(ping.Event) {})
		if err != nil || stats.Received != 4 || stats.Duplicates > 0 || stats.Late > 0 {
			t.Fatalf("each raw socket hears the answers to all programs of the machine, and they know theirs by the identifier\ninput: two programs that ask %v\ngot: %d received, %d duplicates, %v\nwant: 4 received, 0 duplicates, <nil>", to, stats.Received, stats.Duplicates, err)
		}
	}
}

// TestLiveSilent asks a kernel that was told not to answer.
func TestLiveSilent(t *testing.T) {
	k := startKernel(t, true)
	for _, to := range []netip.Addr{loopback, loopback6} {
		s := liveSession(to, token)
		s.Timeout = 150 * time.Millisecond
		began := time.Now()
		stats, err := ping.Run(t.Context(), k.socket(to), s, 2, 10*time.Millisecond, func(ping.Event) {})
		if err != nil || stats.Sent != 2 || stats.Received != 0 || stats.Mean != 0 {
			t.Fatalf("that a host does not answer says nothing of whether it is there: all that was asked is lost\ninput: 2 questions to %v, which hears them and is silent\ngot: %d sent, %d received, mean %v, %v\nwant: 2 sent, 0 received, mean 0s, <nil>", to, stats.Sent, stats.Received, stats.Mean, err)
		}
		if took := time.Since(began); took < 140*time.Millisecond {
			t.Fatalf("the last question waits for its answer as long as the others\ninput: timeout 150ms, 2 questions, one every 10ms\ngot: Run took %v\nwant: 160ms", took)
		}
	}
}
