package wire

import "github.com/google/gopacket/layers"

// A stream is one direction of a TCP connection.
type stream struct {
	begun  bool
	first  uint32 // the sequence number that counts as 0
	next   uint32 // the highest that is due
	window int    // as announced last, in bytes
	shift  uint8  // of the windows it announces (RFC 7323, section 2)
	scaled bool
	joint  bool // a SYN with an ACK was sent
	tls    tlsReader
}

// A segment is what the ladder says of a TCP segment beside its flags.
type segment struct {
	seq, ack uint32 // relative
	mark     string // "retransmission", "keep-alive" …
	fresh    []byte // the payload, or the part of it that is new
	window   int    // in bytes
}

// follow takes the next segment of a stream and tells what it is; other is the
// other direction.
func (s *stream) follow(d *datum, other *stream) segment {
	t := d.tcp
	if !s.begun || t.SYN && s.first != t.Seq {
		s.begun, s.first, s.next = true, t.Seq, t.Seq
	}
	if !other.begun && t.ACK && !t.SYN {
		other.begun, other.first, other.next = true, t.Ack, t.Ack
	}
	g := segment{seq: t.Seq - s.first, fresh: d.payload}
	if t.ACK && other.begun {
		g.ack = t.Ack - other.first
	}
	answer := t.SYN && t.ACK && !s.joint // where both ends begin at once, the second SYN of each
	s.joint = s.joint || answer
	s.announce(t, other)
	g.window = s.window
	length := uint32(max(d.size, 0))
	if t.SYN || t.FIN {
		length++
	}
	end := t.Seq + length
	if !answer {
		g.mark = s.mark(t, d.size, end, other)
	}
	if g.mark == "retransmission" {
		g.fresh = nil
	}
	if int32(end-s.next) > 0 {
		s.next = end
	}
	return g
}

// announce keeps the window. A SYN's own is not scaled, and later ones are if
// both SYNs had the option.
func (s *stream) announce(t *layers.TCP, other *stream) {
	s.window = int(t.Window)
	if t.SYN {
		for _, o := range t.Options {
			if o.OptionType == layers.TCPOptionKindWindowScale && len(o.OptionData) == 1 {
				s.shift, s.scaled = min(o.OptionData[0], 14), true
			}
		}
	} else if s.scaled && other.scaled {
		s.window <<= s.shift
	}
}

// mark says what is unusual about a segment that ends at end.
func (s *stream) mark(t *layers.TCP, size int, end uint32, other *stream) string {
	switch early := int32(s.next - t.Seq); {
	case t.RST || early == 0:
		return ""
	case early < 0:
		return "after a gap"
	case early == 1 && size <= 1 && !t.SYN && !t.FIN: // about a byte that has arrived
		if other.window == 0 {
			return "window probe"
		}
		return "keep-alive"
	case end == t.Seq || int32(end-s.next) > 0:
		return "" // an acknowledgement that was overtaken, or one that is partly new
	}
	return "retransmission"
}
