package datagram

import (
	"context"
	"net/netip"
)

// maxDatagram is more than any datagram holds, in bytes: the length in the
// header has 16 bits (RFC 768). Over IPv4 there is room for 65,507 bytes of
// data, over IPv6 for 65,527. A shorter buffer would cut what does not fit.
const maxDatagram = 64 << 10

// answerAll echoes datagrams until a read fails for good, or ctx ends. In the
// loop nothing is allocated: the addresses are values ([netip.AddrPort]), and
// the two buffers are used again and again.
func (s *Server) answerAll(ctx context.Context) error {
	data := make([]byte, maxDatagram)
	var control []byte
	if s.anywhere {
		control = make([]byte, controlSize)
	}
	spent := newBudget(s.Budget)
	for {
		n, cn, _, from, err := s.conn.ReadMsgUDPAddrPort(data, control)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case passing(err):
			s.logf("going on: %v", err)
			continue
		case err != nil:
			return err
		}
		if why := s.refuses(from, control[:cn]); why != "" {
			s.refused(from, why)
			continue
		}
		if !spent.allows(from.Addr(), n) {
			s.refused(from, "its budget is spent")
			continue
		}
		// Never more bytes than came in, once, and to nobody but the source:
		// who forges a source gains nothing here over sending to it himself.
		// The control message, if any, has the answer leave from the address
		// that was asked. An answer that fails is a datagram lost.
		if _, _, err := s.conn.WriteMsgUDPAddrPort(data[:n], control[:cn], from); err != nil && s.Log != nil {
			s.logf("%v: not answered: %v", from, err)
		}
	}
}

// refuses says why a datagram gets no answer, or "" if it gets one.
//
// Two servers that answer each other never stop; one datagram with a forged
// source is enough to set them off (CERT CA-1996-01). Clients have ports that
// the kernel chose, and it chooses none below 1024: those are services (RFC
// 6335 section 6), echo's own 7 among them. Nobody asks from this server's
// own port, but itself or its like on another machine.
func (s *Server) refuses(from netip.AddrPort, control []byte) string {
	switch {
	case from.Port() < 1024:
		return "a service's port"
	case from.Port() == s.port:
		return "the server's own port"
	case !forOneHost(control):
		// Everybody in the network would answer at once (RFC 1122 section
		// 3.2.2.6 lets a host keep silent to such an ICMP echo as well).
		return "sent to more than one host"
	}
	return ""
}

// refused costs an allocation, so it looks first whether anybody is reading.
func (s *Server) refused(from netip.AddrPort, why string) {
	if s.Log != nil {
		s.logf("%v: not answered: %s", from, why)
	}
}
