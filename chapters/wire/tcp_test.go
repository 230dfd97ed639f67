package wire

import (
	"testing"
	"time"

	"github.com/google/gopacket/layers"
	"github.com/stretchr/testify/assert"
)

func handshake3(n *network, client, server side) []Event {
	return []Event{
		n.tcp(client, server, "S", 0, 0, ""),
		n.tcp(server, client, "SA", 0, 1, ""),
		n.tcp(client, server, "A", 1, 1, ""),
	}
}

func TestLadder(t *testing.T) {
	n := newNetwork(t)
	events := append([]Event{{Time: n.now, Print: "server: liste"}, {Time: n.now, Print: "ning\n"}}, handshake3(n, client, server)...)
	events = append(events, n.tcp(client, server, "PA", 1, 1, "hello"), n.tcp(server, client, "PA", 1, 6, "hello"))
	n.now = n.now.Add(300 * time.Millisecond)
	events = append(events,
		n.tcp(client, server, "FA", 6, 6, ""),
		n.tcp(server, client, "FA", 6, 7, ""),
		n.tcp(client, server, "A", 7, 7, ""),
		Event{Time: n.now, Print: "client: done"})
	assert.Equal(t, `   » server: listening
1  client 127.0.0.1:40000           TCP            server 127.0.0.1:7002
1  │── SYN seq 0 ─────────────────────────────────────────────────────▶│
1  │◀──────────────────────────────────────────── SYN ACK seq 0 ack 1 ─│
1  │── ACK seq 1 ack 1 ───────────────────────────────────────────────▶│
1  │── PSH ACK seq 1 ack 1 len 5 "hello" ─────────────────────────────▶│
1  │◀────────────────────────────── PSH ACK seq 1 ack 6 len 5 "hello" ─│
                              301ms later
1  │── FIN ACK seq 6 ack 6 ───────────────────────────────────────────▶│
1  │◀──────────────────────────────────────────── FIN ACK seq 6 ack 7 ─│
1  │── ACK seq 7 ack 7 ───────────────────────────────────────────────▶│
   » client: done
`, drawn(events...))
}

// What is unusual about a segment is said.
func TestMarks(t *testing.T) {
	n := newNetwork(t)
	closed := func(s *layers.TCP) { s.Window = 0 }
	events := append(handshake3(n, client, server),
		n.tcp(client, server, "S", 0, 0, ""),         // sent again
		n.tcp(client, server, "PA", 1, 1, "abc"),     //
		n.tcp(client, server, "PA", 1, 1, "abc"),     // sent again
		n.tcp(client, server, "PA", 2, 1, "bcde"),    // in part: what is new counts
		n.tcp(client, server, "PA", 10, 1, "x"),      // something before it is missing
		n.tcp(client, server, "A", 10, 1, ""),        // a keep-alive: about a byte that has arrived
		n.tcp(server, client, "A", 1, 6, "", closed), // no room
		n.tcp(client, server, "A", 10, 1, ""),        // is there room now?
		n.tcp(client, server, "A", 5, 1, ""),         // an acknowledgement that comes late
		n.tcp(client, server, "FA", 11, 1, ""),
		n.tcp(client, server, "FA", 11, 1, ""),
		n.tcp(server, client, "RA", 1, 12, ""),
		n.tcp(client, server, "PAU", 12, 1, "!", func(s *layers.TCP) { s.Urgent = 1 }))
	assert.Equal(t, `→ SYN seq 0
← SYN ACK seq 0 ack 1
→ ACK seq 1 ack 1
→ SYN seq 0 (retransmission)
→ PSH ACK seq 1 ack 1 len 3 "abc"
→ PSH ACK seq 1 ack 1 len 3 (retransmission) "abc"
→ PSH ACK seq 2 ack 1 len 4 "bcde"
→ PSH ACK seq 10 ack 1 len 1 (after a gap) "x"
→ ACK seq 10 ack 1 (keep-alive)
← ACK seq 1 ack 6 win 0
→ ACK seq 10 ack 1 (window probe)
→ ACK seq 5 ack 1
→ FIN ACK seq 11 ack 1
→ FIN ACK seq 11 ack 1 (retransmission)
← RST ACK seq 1 ack 12
→ PSH ACK URG seq 12 ack 1 len 1 urg 1 "!"
`, said(events...))
}

// A refusal has no number of its own to count from.
func TestRefusal(t *testing.T) {
	n := newNetwork(t)
	nobody := side{server.addr, server.port, 0}
	assert.Equal(t, "→ SYN seq 0\n← RST ACK seq 0 ack 1\n",
		said(n.tcp(client, nobody, "S", 0, 0, ""), n.tcp(nobody, client, "RA", 0, 1, "")))
}

// Both ends begin: each sends a SYN, and then another with an acknowledgement.
func TestSimultaneousOpen(t *testing.T) {
	n := newNetwork(t)
	assert.Equal(t, "→ SYN seq 0\n← SYN seq 0\n→ SYN ACK seq 0 ack 1\n← SYN ACK seq 0 ack 1\n→ SYN ACK seq 0 ack 1 (retransmission)\n", said(
		n.tcp(client, server, "S", 0, 0, ""), n.tcp(server, client, "S", 0, 0, ""),
		n.tcp(client, server, "SA", 0, 1, ""), n.tcp(server, client, "SA", 0, 1, ""),
		n.tcp(client, server, "SA", 0, 1, "")))
}

// The same ends, later, are another connection; so is any other pair.
func TestPairs(t *testing.T) {
	n := newNetwork(t)
	again, other := client, client
	again.isn, other.port = 5, 40001
	text := drawn(
		n.tcp(client, server, "S", 0, 0, ""), n.tcp(other, server, "S", 0, 0, ""),
		n.tcp(server, client, "SA", 0, 1, ""), n.tcp(again, server, "S", 0, 0, ""))
	assert.Regexp(t, `(?s)^1  client 127.0.0.1:40000 .*\n1  │── SYN.*\n2  client 127.0.0.1:40001 .*\n2  │── SYN .*\n1  │◀.*\n3  client 127.0.0.1:40000 .*\n3  │── SYN seq 0 ─+▶│\n$`, text)
	assert.NotContains(t, text, "retransmission")
}

func TestWindowIsScaled(t *testing.T) {
	n := newNetwork(t)
	scaled := func(s *layers.TCP) {
		s.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindWindowScale, OptionLength: 3, OptionData: []byte{4}}}
	}
	f := NewFollower()
	var fine []string
	for _, e := range []Event{
		n.tcp(client, server, "S", 0, 0, "", scaled), n.tcp(server, client, "SA", 0, 1, "", scaled), n.tcp(client, server, "A", 1, 1, ""),
	} {
		rows := f.Follow(e)
		fine = append(fine, rows[len(rows)-1].Fine)
	}
	assert.Equal(t, []string{"ttl 64 win 1000 wscale 4 id 7", "ttl 64 win 1000 wscale 4 id 7", "ttl 64 win 16000 id 7"}, fine)
}
