package ping

import (
	"bytes"
	"net/netip"
	"time"
)

// A Session asks one host, and tells the answers to its questions from
// everything else that a raw socket hears. Only Local, To, ID, Data and
// Timeout are set by its owner.
type Session struct {
	Local, To netip.Addr
	ID        uint16
	Data      []byte        // goes along with each question, and has to come back
	Timeout   time.Duration // how long a question waits

	// BEGIN SOLUTION: what was asked, and what was heard
	last      uint16
	questions map[uint16]*question // by sequence number, the newest each
	stats     Stats
	total     time.Duration
	// END SOLUTION
}

// BEGIN SOLUTION: one question
type question struct {
	asked    time.Time
	answered bool
}

// END SOLUTION

// Ask makes the next question, which is sent now. The first has the sequence
// number 1; after 65535 comes 0, and takes the place of the 0 before it.
func (s *Session) Ask(now time.Time) (message []byte) {
	// BEGIN SOLUTION: number it, note it, encode it
	s.last++
	if s.questions == nil {
		s.questions = map[uint16]*question{}
	}
	s.questions[s.last] = &question{asked: now}
	s.stats.Sent++
	return Encode(Echo{ID: s.ID, Seq: s.last, Data: s.Data}, s.Local, s.To)
	// END SOLUTION
}

// Heard says what a packet is that came now: with IPv4 it begins with the IP
// header, with IPv6 it is an ICMP message from that address to Local.
//
// An answer is an echo reply from the host that was asked, with our
// identifier, our data, and the number of a question. The first is an Answer
// if it comes within Timeout, and Late after that; all that follow are
// Duplicates.
//
// An error may come from any host. It is about a question of ours if it quotes
// our identifier, our destination and the number of a question that has no
// answer. An answer may come all the same: anybody can send an error.
//
// The zone of an IPv6 address (fe80::1%eth0) is this host's name for a link.
// It is in To and in from, and in no packet.
func (s *Session) Heard(packet []byte, from netip.Addr, now time.Time) Event {
	// BEGIN SOLUTION: take it apart: an answer, an error, or neither
	message, to, ttl := packet, s.Local, 0
	if s.To.Is4() {
		h, payload, err := ParseHeader(packet)
		if err != nil || h.Protocol != protocolICMP {
			return Event{}
		}
		message, from, to, ttl = payload, h.Source, h.Destination, h.TTL
	}
	var event Event
	if e, err := Decode(message, from, to); err == nil {
		event = s.answer(e, from, now)
	} else if p, err := ParseProblem(message, from, to); err == nil {
		event = s.problem(p)
	}
	if event.Kind != Ignored {
		event.From, event.TTL = from, ttl
	}
	return event
	// END SOLUTION
}

// Waiting is until when an answer may come in time to a question that has none
// yet; the zero time if each has one.
func (s *Session) Waiting() (until time.Time) {
	// BEGIN SOLUTION: the newest question without an answer
	for _, q := range s.questions {
		if end := q.asked.Add(s.Timeout); !q.answered && end.After(until) {
			until = end
		}
	}
	return until
	// END SOLUTION
}

// Stats is what has been counted so far.
func (s *Session) Stats() Stats {
	// BEGIN SOLUTION: the counts, and the mean
	stats := s.stats
	if stats.Received > 0 {
		stats.Mean = s.total / time.Duration(stats.Received)
	}
	return stats
	// END SOLUTION
}

// BEGIN SOLUTION: the two kinds of packets that say something

func (s *Session) answer(e Echo, from netip.Addr, now time.Time) Event {
	q := s.questions[e.Seq]
	if !e.Reply || q == nil || from != s.To || e.ID != s.ID || !bytes.Equal(e.Data, s.Data) {
		return Event{}
	}
	event := Event{Kind: Answer, Seq: e.Seq, RTT: now.Sub(q.asked)}
	switch {
	case q.answered:
		event.Kind = Duplicate
		s.stats.Duplicates++
	case event.RTT > s.Timeout:
		event.Kind = Late
		s.stats.Late++
	default:
		s.stats.answered(event.RTT)
		s.total += event.RTT
	}
	q.answered = true
	return event
}

func (s *Session) problem(p Problem) Event {
	q := s.questions[p.Seq]
	if q == nil || q.answered || p.ID != s.ID || p.To != s.To.WithZone("") {
		return Event{}
	}
	s.stats.Errors++
	return Event{Kind: p.Kind, Seq: p.Seq}
}

// END SOLUTION
