package ping_test

import (
	"math"
	"net/netip"
	"testing"
	"time"

	ping "sockbook/ch05-raw/lab"
)

// TestHeardError hears of a router what became of a question.
func TestHeardError(t *testing.T) {
	for _, tt := range []struct {
		s      *ping.Session
		router netip.Addr
		types  []byte
	}{{newSession(), router, []byte{3, 11}}, {newSession6(), router6, []byte{1, 3}}} {
		asked(tt.s, 2)
		for i, kind := range []ping.Kind{ping.Unreachable, ping.TimeExceeded} {
			m := echo(false, ourID, uint16(i+1), token, tt.s.Local, tt.s.To)
			p := about(tt.types[i], 0, m, tt.router, tt.s.Local, tt.s.To)
			want := ping.Event{Kind: kind, Seq: uint16(i + 1), From: tt.router, TTL: 61}
			if tt.s.To.Is6() {
				want.TTL = 0
			}
			if got := tt.s.Heard(p, tt.router, after(time.Millisecond)); got != want {
				t.Fatalf("an error comes from a router, not from the host that was asked: which question it is about says its quote\ninput: type %d, about number %d\ngot: %s\nwant: %s", tt.types[i], i+1, show(got), show(want))
			}
		}
		if got, want := tt.s.Stats(), (ping.Stats{Sent: 2, Errors: 2}); got != want {
			t.Fatalf("errors are counted, and are no answers\ngot: %+v\nwant: %+v", got, want)
		}
	}
}

// TestHeardOthersErrors hears errors about what others sent.
func TestHeardOthersErrors(t *testing.T) {
	for _, tt := range []struct {
		what    string
		id, seq uint16
		to      netip.Addr
	}{
		{"another identifier", ourID + 1, 1, there},
		{"a number that was not asked", ourID, 3, there},
		{"another destination", ourID, 1, other},
		{"a question that has its answer", ourID, 2, there},
	} {
		s := asked(newSession(), 2)
		s.Heard(replyTo(s, 2), there, after(time.Millisecond))
		p := about(3, 1, echo(false, tt.id, tt.seq, token, here, tt.to), router, here, tt.to)
		if got := s.Heard(p, router, after(2*time.Millisecond)); got != (ping.Event{}) || s.Stats().Errors > 0 {
			t.Fatalf("an error is ours if what it quotes is ours, and still waits for an answer\ninput: an error that quotes %s\ngot: %s\nwant: ignored", tt.what, show(got))
		}
	}
	s := asked(newSession(), 1)
	refused := packet(icmp(3, 3, 0, append(bytesOf(noPort)[28:], 0, 0), there, here), there, here)
	if got := s.Heard(refused, there, after(time.Millisecond)); got != (ping.Event{}) {
		t.Fatalf("an error is ours if what it quotes is ours\ninput: an error about a datagram of UDP\ngot: %s\nwant: ignored", show(got))
	}
}

// TestHeardErrorFirst hears an error, and then the answer.
func TestHeardErrorFirst(t *testing.T) {
	s := asked(newSession(), 1)
	p := about(3, 1, echo(false, ourID, 1, token, here, there), other, here, there)
	s.Heard(p, other, after(time.Millisecond))
	if got, want := s.Waiting(), after(time.Second); !got.Equal(want) {
		t.Fatalf("anybody can send an error: a question that has one still waits for its answer\ngot: until %v after it was asked\nwant: 1s", got.Sub(began))
	}
	got := s.Heard(replyTo(s, 1), there, after(5*time.Millisecond))
	if got.Kind != ping.Answer || s.Stats().Received != 1 {
		t.Fatalf("an answer is one, whatever was said before\ninput: unreachable, and then the answer\ngot: %s; %+v\nwant: answer; 1 received", show(got), s.Stats())
	}
}

// TestHeardZone asks a host of the local link.
func TestHeardZone(t *testing.T) {
	s := newSession6()
	s.Local, s.To = netip.MustParseAddr("fe80::1%eth0"), netip.MustParseAddr("fe80::2%eth0")
	s.Ask(began)
	m := echo(false, ourID, 1, token, s.Local, s.To)
	if got := s.Heard(about(1, 3, m, s.Local, s.Local, s.To), s.Local, after(1)); got.Kind != ping.Unreachable {
		t.Fatalf("a zone is this host's name for a link, and is in no packet: what is quoted has none\ninput: unreachable, about a question to %v\ngot: %s\nwant: unreachable", s.To, show(got))
	}
	if got := s.Heard(replyTo(s, 1), netip.MustParseAddr("fe80::2%eth1"), after(1)); got != (ping.Event{}) {
		t.Fatalf("the same address on another link is another host\ninput: an answer from fe80::2%%eth1 to a question to %v\ngot: %s\nwant: ignored", s.To, show(got))
	}
	if got := s.Heard(replyTo(s, 1), s.To, after(1)); got.Kind != ping.Answer {
		t.Fatalf("the kernel says with the sender's address from which link it came\ninput: an answer from %v\ngot: %s\nwant: answer", s.To, show(got))
	}
}

// TestWaiting looks until when a session waits.
func TestWaiting(t *testing.T) {
	s := newSession()
	look := func(what string, want time.Duration) {
		t.Helper()
		got := s.Waiting()
		if want == 0 && !got.IsZero() || want > 0 && !got.Equal(after(want)) {
			t.Fatalf("a session waits for the newest question that has no answer, until its timeout is over, and for none if each has one\ninput: %s\ngot: %v\nwant: %v after the first question (0s: the zero time)", what, got, want)
		}
	}
	look("nothing was asked", 0)
	s.Ask(began)
	s.Ask(after(300 * time.Millisecond))
	s.Ask(after(600 * time.Millisecond))
	look("three questions", 1600*time.Millisecond)
	s.Heard(replyTo(s, 3), there, after(700*time.Millisecond))
	look("the third is answered", 1300*time.Millisecond)
	s.Heard(replyTo(s, 1), there, after(710*time.Millisecond))
	look("the first too", 1300*time.Millisecond)
	s.Heard(replyTo(s, 2), there, after(3*time.Second))
	look("the second too, but late", 0)
}

// TestStats counts round trips of 6, 2 and 1 ms.
func TestStats(t *testing.T) {
	s := asked(newSession(), 4)
	for i, rtt := range []time.Duration{6, 2, 1} {
		s.Heard(replyTo(s, uint16(i+1)), there, after(rtt*time.Millisecond))
		if first, second := s.Stats(), s.Stats(); first != second {
			t.Fatalf("to look changes nothing\ngot: %+v and then %+v", first, second)
		}
	}
	want := ping.Stats{Sent: 4, Received: 3, Min: time.Millisecond, Mean: 3 * time.Millisecond, Max: 6 * time.Millisecond}
	got := s.Stats()
	if got != want {
		t.Fatalf("the mean is the sum of the round trips by the number of answers\ninput: 6 ms, 2 ms, 1 ms, and a question without an answer\ngot: %+v\nwant: %+v", got, want)
	}
	line := "4 sent, 3 received, 25.0% lost, min/mean/max 1.000/3.000/6.000 ms"
	if got.String() != line || got.Loss() != 25 {
		t.Fatalf("what is lost are the questions without an answer, in percent of all questions\ngot: %s; %v\nwant: %s; 25", got, got.Loss(), line)
	}
}

// TestStatsOfNothing looks at a session that has heard nothing.
func TestStatsOfNothing(t *testing.T) {
	for _, tt := range []struct {
		sent int
		loss float64
		line string
	}{
		{0, 0, "0 sent, 0 received, 0.0% lost"},
		{3, 100, "3 sent, 0 received, 100.0% lost"},
	} {
		s := asked(newSession(), tt.sent)
		s.Heard(replyTo(s, 1), there, after(time.Hour)) // late, or not asked: no measurement
		got := s.Stats()
		if got.Min != 0 || got.Mean != 0 || got.Max != 0 {
			t.Fatalf("of no round trip there is neither a mean nor a shortest\ninput: %d questions, no answer\ngot: %+v\nwant: 0", tt.sent, got)
		}
		if loss := got.Loss(); math.IsNaN(loss) || loss != tt.loss || got.String() != tt.line {
			t.Fatalf("a part of nothing is no number (NaN): of nothing, nothing is lost\ninput: %d questions, no answer\ngot: %v; %s\nwant: %v; %s", tt.sent, loss, got, tt.loss, tt.line)
		}
	}
}
