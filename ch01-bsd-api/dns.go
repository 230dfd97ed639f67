package bsdapi

import (
	"context"
	"net"
	"sync/atomic"

	"golang.org/x/net/dns/dnsmessage"
)

// A zone is a DNS server on loopback that knows one name, and counts how often
// it is asked (RFC 1035, RFC 3596).
type zone struct {
	name      string
	conn      net.PacketConn
	questions atomic.Int64
	ended     chan struct{}
}

// startZone begins to answer on a free port, until close.
func startZone(ctx context.Context, name string) (*zone, error) {
	var lc net.ListenConfig
	conn, err := lc.ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	z := &zone{name: name, conn: conn, ended: make(chan struct{})}
	go z.serve()
	return z, nil
}

// close stops the server and waits for it.
func (z *zone) close() {
	_ = z.conn.Close() // ends ReadFrom, and with it serve
	<-z.ended
}

// resolver asks this server, whatever /etc/resolv.conf says. PreferGo, for the
// C library's resolver knows nothing of Dial.
func (z *zone) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", z.conn.LocalAddr().String())
	}}
}

func (z *zone) serve() {
	defer close(z.ended)
	buf := make([]byte, 1500)
	for {
		n, from, err := z.conn.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		z.questions.Add(1)
		if reply, err := z.answer(buf[:n]); err == nil {
			_, _ = z.conn.WriteTo(reply, from) // a lost reply is asked for again
		}
	}
}

// answer packs the reply to one query: an address of either family for the
// zone's name, and for every other that there is no such name.
func (z *zone) answer(query []byte) ([]byte, error) {
	var p dnsmessage.Parser
	header, err := p.Start(query)
	if err != nil {
		return nil, err
	}
	q, err := p.Question()
	if err != nil {
		return nil, err
	}
	reply := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: header.ID, Response: true, Authoritative: true},
		Questions: []dnsmessage.Question{q},
	}
	rh := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}
	switch {
	case q.Name.String() != z.name:
		reply.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		reply.Answers = []dnsmessage.Resource{{Header: rh, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 2}}}}
	case q.Type == dnsmessage.TypeAAAA:
		reply.Answers = []dnsmessage.Resource{{Header: rh, Body: &dnsmessage.AAAAResource{AAAA: [16]byte{15: 1}}}}
	}
	return reply.Pack()
}
