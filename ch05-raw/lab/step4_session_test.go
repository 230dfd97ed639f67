package ping_test

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	ping "sockbook/ch05-raw/lab"
)

const (
	ourID = 0x5a5b
	token = "a token of ours."
)

var began = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return began.Add(d) }

// newSession asks there, and takes a second for the longest round trip.
func newSession() *ping.Session {
	return &ping.Session{Local: here, To: there, ID: ourID, Data: []byte(token), Timeout: time.Second}
}

func newSession6() *ping.Session {
	return &ping.Session{Local: here6, To: there6, ID: ourID, Data: []byte(token), Timeout: time.Second}
}

// replyTo is the packet that answers a question of that number.
func replyTo(s *ping.Session, seq uint16) []byte {
	return packet(echo(true, ourID, seq, token, s.To, s.Local), s.To, s.Local)
}

// asked asks so many questions at once.
func asked(s *ping.Session, count int) *ping.Session {
	for range count {
		s.Ask(began)
	}
	return s
}

// TestAsk compares questions with what they have to be.
func TestAsk(t *testing.T) {
	for _, s := range []*ping.Session{newSession(), newSession6()} {
		for n := range uint16(3) {
			want := echo(false, ourID, n+1, token, s.Local, s.To)
			if got := s.Ask(began); !bytes.Equal(got, want) {
				t.Fatalf("a question is a request with our identifier, the next number from 1 on, and our data\ninput: question %d\ngot: %s\nwant: %s", n+1, dump(got), dump(want))
			}
		}
	}
}

// TestHeardAnswer lets the answers come, in another order than the questions.
func TestHeardAnswer(t *testing.T) {
	for _, s := range []*ping.Session{newSession(), newSession6()} {
		s.Ask(began)
		s.Ask(after(100 * time.Millisecond))
		s.Ask(after(200 * time.Millisecond))
		for _, tt := range []struct {
			seq uint16
			at  time.Duration
			rtt time.Duration
		}{{3, 210, 10}, {1, 220, 220}, {2, 1100, 1000}} {
			ms := time.Millisecond
			want := ping.Event{Kind: ping.Answer, Seq: tt.seq, From: s.To, TTL: 61, RTT: tt.rtt * ms}
			if s.To.Is6() {
				want.TTL = 0
			}
			if got := s.Heard(replyTo(s, tt.seq), s.To, after(tt.at*ms)); got != want {
				t.Fatalf("an answer belongs to the question of its number, and its round trip began when that was asked\ninput: the answer to number %d, %v after the first question\ngot: %s\nwant: %s", tt.seq, tt.at*ms, show(got), show(want))
			}
		}
	}
}

// TestHeardForeign hears what a raw socket hears, and none of it is an answer.
func TestHeardForeign(t *testing.T) {
	good := func() []byte { return echo(true, ourID, 1, token, there, here) }
	broken := packet(good(), there, here)
	broken[22] ^= 1
	badHeader := packet(good(), there, here)
	badHeader[8]++
	udp := packet(good(), there, here)
	udp[9] = 17
	summed(udp[:20], 10)
	for _, tt := range []struct {
		what   string
		packet []byte
		from   netip.Addr
	}{
		{"an answer to another program, with another identifier", packet(echo(true, ourID+1, 1, token, there, here), there, here), there},
		{"our own question, heard on its way", packet(echo(false, ourID, 1, token, here, there), here, there), here},
		{"a question to us with the same numbers, from the host that we asked", packet(echo(false, ourID, 1, token, there, here), there, here), there},
		{"an answer from a host that was not asked", packet(echo(true, ourID, 1, token, other, here), other, here), other},
		{"an answer with the data of another program", packet(echo(true, ourID, 1, "the data of them", there, here), there, here), there},
		{"an answer with more data than was sent", packet(echo(true, ourID, 1, token+".", there, here), there, here), there},
		{"an answer without data", packet(echo(true, ourID, 1, "", there, here), there, here), there},
		{"an answer to number 2, which was not asked", packet(echo(true, ourID, 2, token, there, here), there, here), there},
		{"an answer to number 0, which was not asked", packet(echo(true, ourID, 0, token, there, here), there, here), there},
		{"an answer whose checksum is wrong", broken, there},
		{"an answer whose IP header has changed", badHeader, there},
		{"another protocol, with the same bytes", udp, there},
		{"a message without an IP header", good(), there},
		{"nothing at all", nil, there},
	} {
		s := asked(newSession(), 1)
		if got := s.Heard(tt.packet, tt.from, after(time.Millisecond)); got != (ping.Event{}) {
			t.Fatalf("a raw socket hears everything that comes to the host: what is not the answer to a question of ours is ignored\ninput: %s\ngot: %s\nwant: ignored", tt.what, show(got))
		}
		if got := s.Heard(replyTo(s, 1), there, after(2*time.Millisecond)); got.Kind != ping.Answer || s.Stats().Received != 1 {
			t.Fatalf("what is ignored changes nothing\ninput: %s, and then the answer\ngot: %s\nwant: the answer", tt.what, show(got))
		}
	}
}

// TestHeardForeign6 does the same for IPv6, whose header is not seen.
func TestHeardForeign6(t *testing.T) {
	another := netip.MustParseAddr("2001:db8:2::3")
	for _, tt := range []struct {
		what    string
		message []byte
		from    netip.Addr
	}{
		{"an answer from a host that was not asked", echo(true, ourID, 1, token, another, here6), another},
		{"our own question", echo(false, ourID, 1, token, here6, there6), here6},
		{"an answer of the other family", echo(true, ourID, 1, token, there, here), there6},
		{"a neighbour's advertisement", icmp(136, 0, ourID<<16|1, []byte(token), there6, here6), there6},
	} {
		s := asked(newSession6(), 1)
		if got := s.Heard(tt.message, tt.from, after(time.Millisecond)); got != (ping.Event{}) {
			t.Fatalf("with IPv6 the address that the kernel tells is the sender's, and it has to be the one that was asked\ninput: %s\ngot: %s\nwant: ignored", tt.what, show(got))
		}
	}
}

// TestHeardDuplicate lets one answer come three times, at last very late.
func TestHeardDuplicate(t *testing.T) {
	s := asked(newSession(), 2)
	for i, want := range []ping.Kind{ping.Answer, ping.Duplicate, ping.Duplicate} {
		at := time.Duration(i)*time.Second + 10*time.Millisecond
		got := s.Heard(replyTo(s, 1), there, after(at))
		if got.Kind != want || got.RTT != at {
			t.Fatalf("one question has one answer: all that come after the first are duplicates, also very late ones\ninput: answer %d to number 1, %v after it\ngot: %s\nwant: %v: round trip %v", i+1, at, show(got), want, at)
		}
	}
	want := ping.Stats{Sent: 2, Received: 1, Duplicates: 2, Min: 10 * time.Millisecond, Mean: 10 * time.Millisecond, Max: 10 * time.Millisecond}
	if got := s.Stats(); got != want {
		t.Fatalf("a duplicate is no second answer, and its round trip is not counted: of two questions one is lost\ngot: %+v\nwant: %+v", got, want)
	}
}

// TestHeardLate lets an answer come after the timeout, twice.
func TestHeardLate(t *testing.T) {
	s := asked(newSession(), 1)
	got := s.Heard(replyTo(s, 1), there, after(time.Second+1))
	if got.Kind != ping.Late || got.RTT != time.Second+1 {
		t.Fatalf("an answer that comes after the timeout is late, and says how late\ninput: 1 ns more than the timeout\ngot: %s\nwant: late, round trip 1.000000001s", show(got))
	}
	if got := s.Heard(replyTo(s, 1), there, after(2*time.Second)); got.Kind != ping.Duplicate {
		t.Fatalf("the second answer is a duplicate, though the first was late\ngot: %s\nwant: duplicate", show(got))
	}
	if got, want := s.Stats(), (ping.Stats{Sent: 1, Late: 1, Duplicates: 1}); got != want {
		t.Fatalf("a question whose answer is late is lost, and the round trip is not counted\ngot: %+v\nwant: %+v", got, want)
	}
}

// TestAskRound asks more questions than there are numbers.
func TestAskRound(t *testing.T) {
	s := newSession()
	const count = 1<<16 + 2
	for n := 1; n <= count; n++ {
		at := after(time.Duration(n) * time.Millisecond)
		s.Ask(at)
		got := s.Heard(replyTo(s, uint16(n)), there, at.Add(time.Microsecond))
		if got.Kind != ping.Answer || got.Seq != uint16(n) || got.RTT != time.Microsecond {
			t.Fatalf("the number has 16 bits, and comes round: then it is a new question, with an answer and a time of its own\ninput: question %d, with the number %d, and its answer\ngot: %s\nwant: answer: number %d, round trip 1µs", n, uint16(n), show(got), uint16(n))
		}
	}
	if got := s.Stats(); got.Sent != count || got.Received != count {
		t.Fatalf("what is counted does not come round\ninput: %d questions and answers\ngot: %+v", count, got)
	}
}
