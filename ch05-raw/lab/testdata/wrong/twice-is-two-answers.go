// Believes that an answer is an answer.
//
// Replaces: session.go
// Caught by: TestHeardDuplicate
// Says: all that come after the first are duplicates

package ping

import (
	"bytes"
	"net/netip"
	"time"
)

type Session struct {
	Local, To netip.Addr
	ID        uint16
	Data      []byte        // goes along with each question, and has to come back
	Timeout   time.Duration // how long a question waits

	last      uint16
	questions map[uint16]*question // by sequence number, the newest each
	stats     Stats
	total     time.Duration
}

type question struct {
	asked    time.Time
	answered bool
}

func (s *Session) Ask(now time.Time) (message []byte) {
	s.last++
	if s.questions == nil {
		s.questions = map[uint16]*question{}
	}
	s.questions[s.last] = &question{asked: now}
	s.stats.Sent++
	return Encode(Echo{ID: s.ID, Seq: s.last, Data: s.Data}, s.Local, s.To)
}

func (s *Session) Heard(packet []byte, from netip.Addr, now time.Time) Event {
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
}

func (s *Session) Waiting() (until time.Time) {
	for _, q := range s.questions {
		if end := q.asked.Add(s.Timeout); !q.answered && end.After(until) {
			until = end
		}
	}
	return until
}

func (s *Session) Stats() Stats {
	stats := s.stats
	if stats.Received > 0 {
		stats.Mean = s.total / time.Duration(stats.Received)
	}
	return stats
}

func (s *Session) answer(e Echo, from netip.Addr, now time.Time) Event {
	q := s.questions[e.Seq]
	if !e.Reply || q == nil || from != s.To || e.ID != s.ID || !bytes.Equal(e.Data, s.Data) {
		return Event{}
	}
	event := Event{Kind: Answer, Seq: e.Seq, RTT: now.Sub(q.asked)}
	switch {
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
