package stream

import (
	"context"
	"net"

	"golang.org/x/net/dns/dnsmessage"
)

// dualName has an address in either family. RFC 6761 reserves .test for
// names that no public server knows.
const dualName = "dual.test."

// names is a DNS server with one answer for A and one for AAAA, whatever the
// name (RFC 1035, RFC 3596).
type names struct {
	conn   net.PacketConn
	v6, v4 net.IP
	ended  chan struct{}
}

// startNames begins to answer on a free port of loopback, until Close.
func startNames(ctx context.Context, v6, v4 net.IP) (*names, error) {
	conn, err := new(net.ListenConfig).ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n := &names{conn: conn, v6: v6, v4: v4, ended: make(chan struct{})}
	go n.serve()
	return n, nil
}

// Close stops the server and waits for it.
func (n *names) Close() {
	_ = n.conn.Close() // ends ReadFrom, and with it serve
	<-n.ended
}

// Resolver asks this server, whatever /etc/resolv.conf says. PreferGo, because
// the C library's resolver knows nothing of Dial.
func (n *names) Resolver() *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "udp", n.conn.LocalAddr().String())
		},
	}
}

func (n *names) serve() {
	defer close(n.ended)
	buf := make([]byte, 1500)
	for {
		size, from, err := n.conn.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		if reply, err := n.answer(buf[:size]); err == nil {
			_, _ = n.conn.WriteTo(reply, from) // lost replies are asked for again
		}
	}
}

// answer packs the reply to one query.
func (n *names) answer(query []byte) ([]byte, error) {
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
	var body dnsmessage.ResourceBody
	switch q.Type {
	case dnsmessage.TypeAAAA:
		body = &dnsmessage.AAAAResource{AAAA: [16]byte(n.v6.To16())}
	case dnsmessage.TypeA:
		body = &dnsmessage.AResource{A: [4]byte(n.v4.To4())}
	}
	if body != nil {
		rh := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}
		reply.Answers = []dnsmessage.Resource{{Header: rh, Body: body}}
	}
	return reply.Pack()
}
