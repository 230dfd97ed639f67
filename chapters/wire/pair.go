package wire

import "net/netip"

// Ends are two ends that exchange packets on one interface, in the order of
// their addresses.
type ends struct {
	network  int
	proto    string
	low, top netip.AddrPort
}

func endsOf(network int, proto string, a, b netip.AddrPort) ends {
	if b.Compare(a) < 0 {
		a, b = b, a
	}
	return ends{network, proto, a, b}
}

// A pair is two ends and what has passed between them. Its client is the end
// that sent the first SYN, the first datagram, the first echo request.
type pair struct {
	n              int // from 1
	client, server netip.AddrPort
	sent           [2]*stream // TCP: by the client, by the server
	secret         bool       // TCP: the client began with a TLS ClientHello
}

// back reports whether a packet goes from the server to the client. Of two
// ends that are one, on loopback, only what a packet says can tell.
func (p *pair) back(d *datum) bool {
	if d.from == d.to {
		return d.icmp.reply
	}
	return d.from == p.server
}

// A whole is the datagram of which a fragment is a part.
type whole struct {
	network  int
	from, to netip.Addr
	id       uint32
}

// A call is what a client has sent to a port, wherever. An answer from that
// port is one, though the address be another: a group was asked, or everybody.
type call struct {
	network int
	client  netip.AddrPort
	port    uint16
}

// A book knows the pairs.
type book struct {
	pairs  map[ends]*pair
	calls  map[call]bool
	pieces map[whole]datum // the first fragments, which have the ports
	count  int
}

func newBook() *book {
	return &book{pairs: make(map[ends]*pair), calls: make(map[call]bool), pieces: make(map[whole]datum)}
}

// find returns the pair that a packet belongs to, and whether it is new. An
// ICMP error belongs to the pair whose packet it is about.
func (b *book) find(network int, d *datum) (p *pair, fresh bool) {
	from, to, proto := d.from, d.to, d.proto
	if d.piece.is() {
		w := whole{network, d.from.Addr(), d.to.Addr(), d.piece.id}
		if d.piece.begin == 0 {
			b.pieces[w] = datum{proto: d.proto, from: d.from, to: d.to}
		} else if first, ok := b.pieces[w]; ok {
			from, to, proto = first.from, first.to, first.proto
			d.from, d.to, d.proto = from, to, proto
		}
	}
	if about := d.about; about != nil {
		if p := b.pairs[endsOf(network, about.proto, about.from, about.to)]; p != nil {
			return p, false
		}
	}
	key := endsOf(network, proto, from, to)
	if p = b.pairs[key]; p != nil && !p.over(d) {
		return p, false
	}
	b.count++
	p = &pair{n: b.count, client: from, server: to, sent: [2]*stream{{}, {}}}
	question := call{network, to, from.Port()}
	if d.tcp != nil && d.tcp.SYN && d.tcp.ACK || d.icmp.reply || proto == "UDP" && b.calls[question] {
		p.client, p.server = to, from
	}
	b.calls[call{network, p.client, p.server.Port()}] = true
	b.pairs[key] = p
	return p, true
}

// over reports whether a packet begins a connection between ends that have had
// another one.
func (p *pair) over(d *datum) bool {
	if d.tcp == nil || !d.tcp.SYN || d.tcp.ACK {
		return false
	}
	s := p.sent[0]
	if p.back(d) {
		s = p.sent[1]
	}
	return s.begun && s.first != d.tcp.Seq
}
