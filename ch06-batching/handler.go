package batching

import (
	"context"
	"net/netip"
)

// answerAll echoes datagrams until a read fails for good, or ctx ends. What
// receive returned is sent from the same buffers and is done with when flush
// returns, so that nothing is copied or allocated between the two.
func (s *Server) answerAll(ctx context.Context) error {
	use := s.offers
	if s.Plain {
		use = offers{}
	}
	socket, err := open(s.conn, use, s.anywhere, &s.counters)
	if err != nil {
		return err
	}
	out := outbox{socket: socket, gso: use.gso, gaveUp: s.gaveUp, lost: s.lost}
	s.logf("path: %s", s.Path())
	for {
		messages, err := socket.receive()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case passing(err):
			s.logf("going on: %v", err)
			continue
		case err != nil:
			return err
		}
		if err := out.flush(s.accepted(messages)); err != nil {
			return err
		}
	}
}

// accepted keeps, in place and in order, the messages that get an answer.
func (s *Server) accepted(messages []message) []message {
	kept := messages[:0]
	for i := range messages {
		if why := s.refuses(&messages[i]); why == "" {
			kept = append(kept, messages[i])
		} else {
			s.refused(messages[i].peer, why)
		}
	}
	return kept
}

// refuses says why a message gets no answer, or "" if it gets one.
//
// Two servers that answer each other never stop; one datagram with a forged
// source is enough to set them off (CERT CA-1996-01). Clients have ports that
// the kernel chose, and it chooses none below 1024: those are services (RFC
// 6335 section 6). Nobody asks from this server's own port, but itself or its
// like on another machine.
func (s *Server) refuses(m *message) string {
	switch {
	case m.peer.Port() < 1024:
		return "a service's port"
	case m.peer.Port() == s.port:
		return "the server's own port"
	case 7000 < m.peer.Port() && m.peer.Port() < 7009:
		// There the servers of the workbook's chapters listen, unless they are
		// told otherwise: to chapter 3's, this server looks like a client.
		return "another chapter's port"
	case !forOneHost(&m.local):
		// Everybody in the network would answer at once (RFC 1122 section
		// 3.2.2.6 lets a host keep silent to such an ICMP echo as well).
		return "sent to more than one host"
	case s.spent != nil && !s.spent.allows(m):
		return "its budget is spent"
	}
	return ""
}

// refused costs an allocation, so it looks first whether anybody is reading.
func (s *Server) refused(from netip.AddrPort, why string) {
	if s.Log != nil {
		s.logf("%v: not answered: %s", from, why)
	}
}

// lost says so: an answer that fails is a datagram lost, as any may be.
func (s *Server) lost(to netip.AddrPort, err error) {
	if s.Log != nil {
		s.logf("%v: not answered: %v", to, err)
	}
}

// gaveUp says that the fast path is left, for good.
func (s *Server) gaveUp(err error) {
	s.counters.noGSO.Store(true)
	s.logf("path: %s, for GSO failed: %v", s.Path(), err)
}
