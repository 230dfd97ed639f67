package wire

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Where TCP cuts, acknowledges and repeats makes no difference.
func TestStable(t *testing.T) {
	n := newNetwork(t)
	one := drawn(append(handshake3(n, client, server),
		n.tcp(client, server, "PA", 1, 1, "hello"),
		n.tcp(server, client, "PA", 1, 6, "hello"),
		n.tcp(client, server, "FA", 6, 6, ""),
		n.tcp(server, client, "FA", 6, 7, ""))...)
	late := Event{Time: n.now, Print: "client: connected\n"}
	start := handshake3(n, client, server)
	n.now = n.now.Add(time.Second)
	other := drawn(append(start, late,
		n.tcp(client, server, "PA", 1, 1, "he"),
		n.tcp(server, client, "A", 1, 3, ""),
		n.tcp(client, server, "PA", 3, 1, "llo"),
		n.tcp(client, server, "PA", 3, 1, "llo"),
		n.tcp(server, client, "FPA", 1, 6, "hello"),
		n.tcp(client, server, "A", 6, 7, ""),
		n.tcp(client, server, "FA", 6, 7, ""))...)
	assert.Equal(t, `client 127.0.0.1:40000 TCP server 127.0.0.1:7002
→ SYN
← SYN ACK
→ data up to 5
← data up to 5
→ FIN at 6
← FIN at 6
`, Stable(one))
	assert.NotEqual(t, Stable(one), Stable(other), "who ends first is what a lesson may be about")
	swapped := strings.Replace(Stable(other), "← FIN at 6\n→ FIN at 6\n", "→ FIN at 6\n← FIN at 6\n", 1)
	assert.Equal(t, Stable(one), swapped)
}

// What is lost, added or longer is a difference.
func TestStableSeesChanges(t *testing.T) {
	n := newNetwork(t)
	conversation := func(text string, ends string) string {
		return Stable(drawn(append(handshake3(n, client, server),
			n.tcp(client, server, "PA", 1, 1, text), n.tcp(server, client, ends, 1, uint32(1+len(text)), ""))...))
	}
	all := map[string]bool{}
	for _, s := range []string{conversation("hello", "FA"), conversation("hello!", "FA"), conversation("hello", "RA"), conversation("", "FA")} {
		all[s] = true
	}
	assert.Len(t, all, 4)
	assert.NotEqual(t, Stable(drawn(n.udp("127.0.0.1:1", "127.0.0.1:2", "a"))), Stable(drawn(n.udp("127.0.0.1:1", "127.0.0.1:2", "b"))))
}

// Which of two pairs came first makes none.
func TestStableOrdersPairs(t *testing.T) {
	n := newNetwork(t)
	a := n.udp("127.0.0.1:40000", "127.0.0.1:7003", "hello")
	b := n.udp("127.0.0.1:40001", "127.0.0.1:7003", "hallo")
	assert.NotEqual(t, drawn(a, b), drawn(b, a))
	assert.Equal(t, Stable(drawn(a, b)), Stable(drawn(b, a)))
	assert.NotEqual(t, Stable(drawn(a, b)), Stable(drawn(a, b, b)))
}

// turns is what is stable of a connection that sends text this way and that.
func turns(t *testing.T, order, text string) string {
	t.Helper()
	n := newNetwork(t)
	events := handshake3(n, client, server)
	sent := map[rune]uint32{'>': 1, '<': 1}
	for _, way := range order {
		from, to := client, server
		if way == '<' {
			from, to = server, client
		}
		events = append(events, n.tcp(from, to, "PA", sent[way], 1, text))
		sent[way] += uint32(len(text))
	}
	return Stable(drawn(events...))
}

// Much data flows in both directions at once: of each, only the sum counts.
func TestStableOfMuchData(t *testing.T) {
	text := strings.Repeat("x", 20_000)
	assert.Equal(t, "client 127.0.0.1:40000 TCP server 127.0.0.1:7002\n→ SYN\n→ data up to 40000\n← SYN ACK\n← data up to 40000\n", turns(t, "><><", text))
	assert.Equal(t, turns(t, "><><", text), turns(t, ">><<", text))
	assert.NotEqual(t, turns(t, "><><", text), turns(t, "><>", text))
}

// So do many small pieces; of a few, the order is the example's.
func TestStableOfManyTurns(t *testing.T) {
	assert.Equal(t, turns(t, strings.Repeat("><", 2*often), "x"), turns(t, strings.Repeat(">><<", often), "x"))
	assert.NotEqual(t, turns(t, "><><", "x"), turns(t, ">><<", "x"))
}

// The sizes of TLS depend on keys; what a ping is numbered, on the machine.
func TestStableOfWhatIsRandom(t *testing.T) {
	const ladder = `1  client 127.0.0.1:PORT            TCP            server 127.0.0.1:PORT
1  │── SYN seq 0 ─────────────────────────────────────────────────────▶│
1  │── PSH ACK seq 1 ack 1 len 1520 TLS ClientHello ──────────────────▶│
1  │◀───────────────────────────────── PSH ACK seq 1 ack 1521 len 816 ─│
1  │    TLS ServerHello, ChangeCipherSpec, 4 ApplicationData           │
1  │── FIN ACK seq 1600 ack 900 ──────────────────────────────────────▶│
2  client 127.0.0.1               ICMP               server 127.0.0.1
2  │── echo request id 7 seq 1 len 4 "ping" ──────────────────────────▶│
`
	assert.Equal(t, `client 127.0.0.1 ICMP server 127.0.0.1
→ echo request seq 1 len 4 "ping"

client 127.0.0.1:PORT TCP server 127.0.0.1:PORT
→ SYN
→ TLS ClientHello
→ FIN
← TLS ServerHello
← TLS ChangeCipherSpec
← TLS ApplicationData
`, Stable(ladder))
	assert.Equal(t, Stable(ladder), Stable(strings.NewReplacer("816", "817", "1600", "1601", "id 7", "id 81").Replace(ladder)))
}
