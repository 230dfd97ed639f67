package wire

import (
	"fmt"
	"strings"

	"github.com/google/gopacket/layers"
)

// tell fills in what a packet says.
func (r *Row) tell(p *pair, d *datum) {
	r.Fine = fmt.Sprintf("ttl %d", d.hops)
	r.Data = d.payload
	switch {
	case d.says != "":
		r.Head, r.Data, r.Fine = d.says, nil, ""
	case d.piece.begin > 0:
		r.Head, r.Data = d.piece.String(), nil
	case d.tcp != nil:
		r.tcp(p, d)
	case d.icmp.echo:
		r.Head = fmt.Sprintf("%s id %d seq %d len %d", d.icmp.name, d.icmp.id, d.icmp.seq, d.size)
	case d.icmp.name != "":
		r.Head, r.Data = d.proto+" "+d.icmp.name, nil
		r.error(p, d)
	default:
		r.Head = fmt.Sprintf("len %d", d.size)
	}
	if d.piece.more && d.piece.begin == 0 {
		r.Head += ", " + d.piece.String()
	}
	if d.id != 0 {
		r.Fine += fmt.Sprintf(" id %d", d.id)
	}
}

// error turns an ICMP error to the end that sent what it is about.
func (r *Row) error(p *pair, d *datum) {
	if d.about == nil {
		return
	}
	r.Back = d.about.from == p.client
	if sender := bare(d.from); sender != bare(p.client) && sender != bare(p.server) {
		r.Head += ", from " + sender
	}
}

// String is which bytes of a datagram a fragment has.
func (f fragment) String() string {
	s := fmt.Sprintf("fragment %d-%d", f.begin, f.end-1)
	if !f.more {
		s += ", the last"
	}
	return s
}

// tcp tells of a segment.
func (r *Row) tcp(p *pair, d *datum) {
	one, other := p.sent[0], p.sent[1]
	if r.Back {
		one, other = other, one
	}
	begins := !one.begun || one.next == one.first+1
	g := one.follow(d, other)
	r.Head, r.Mark = flags(d.tcp)+fmt.Sprintf(" seq %d", g.seq), g.mark
	if d.tcp.ACK {
		r.Head += fmt.Sprintf(" ack %d", g.ack)
	}
	if d.size > 0 {
		r.Head += fmt.Sprintf(" len %d", d.size)
	}
	if d.tcp.URG {
		r.Head += fmt.Sprintf(" urg %d", d.tcp.Urgent)
	}
	if g.window == 0 && !d.tcp.RST {
		r.Head += " win 0"
	}
	r.Fine += fmt.Sprintf(" win %d", g.window) + options(d.tcp)
	if !r.Back && begins && beginsTLS(g.fresh) {
		p.secret = true
	}
	if p.secret {
		r.Data = nil
		if one.tls.lost = one.tls.lost || g.mark == "after a gap"; len(g.fresh) > 0 {
			r.Says = named(one.tls.read(g.fresh))
		}
	}
}

// named is what the ladder says of TLS records.
func named(names []string) string {
	if len(names) == 0 {
		return "TLS, the same record"
	}
	return "TLS " + counted(names)
}

func flags(t *layers.TCP) string {
	var all []string
	for _, f := range []struct {
		set  bool
		name string
	}{{t.SYN, "SYN"}, {t.FIN, "FIN"}, {t.RST, "RST"}, {t.PSH, "PSH"}, {t.ACK, "ACK"}, {t.URG, "URG"}, {t.ECE, "ECE"}, {t.CWR, "CWR"}} {
		if f.set {
			all = append(all, f.name)
		}
	}
	if len(all) == 0 {
		return "no flag"
	}
	return strings.Join(all, " ")
}
