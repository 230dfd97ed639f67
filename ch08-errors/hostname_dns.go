package sockerrors

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// A dnsServer fails in one way, over UDP and TCP, on loopback.
type dnsServer struct {
	fail    dnsFailure
	udp     net.PacketConn
	tcp     net.Listener
	serving sync.WaitGroup
}

// serveDNS answers until stop.
func serveDNS(ctx context.Context, fail dnsFailure) (*dnsServer, error) {
	var lc net.ListenConfig
	udp, err := lc.ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	tcp, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		_ = udp.Close() // nobody has used it
		return nil, err
	}
	s := &dnsServer{fail: fail, udp: udp, tcp: tcp}
	s.serving.Go(s.serveUDP)
	s.serving.Go(s.serveTCP)
	return s, nil
}

// stop ends the server and waits for it.
func (s *dnsServer) stop() {
	_ = s.udp.Close() // ends ReadFrom
	_ = s.tcp.Close() // ends Accept
	s.serving.Wait()
}

func (s *dnsServer) serveUDP() {
	buf := make([]byte, 1500)
	for {
		n, from, err := s.udp.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		if reply := s.fail.overUDP(buf[:n]); reply != nil {
			_, _ = s.udp.WriteTo(reply, from) // a lost reply is asked for again
		}
	}
}

func (s *dnsServer) serveTCP() {
	for {
		conn, err := s.tcp.Accept()
		if err != nil {
			return // closed
		}
		_ = conn.SetDeadline(time.Now().Add(allotted)) // fails only on a closed connection
		s.answerTCP(conn)
		_ = conn.Close()
	}
}

// answerTCP answers one query. Over TCP a message follows its length, in two
// bytes (RFC 1035 section 4.2.2).
func (s *dnsServer) answerTCP(conn net.Conn) {
	length := make([]byte, 2)
	if _, err := io.ReadFull(conn, length); err != nil {
		return // the client has the error
	}
	query := make([]byte, binary.BigEndian.Uint16(length))
	if _, err := io.ReadFull(conn, query); err != nil {
		return
	}
	if s.fail.overTCP == nil {
		return // with nothing unread, so that close sends FIN and not RST
	}
	reply := s.fail.overTCP(query)
	_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
}

// resolver asks this server alone, whatever the system's configuration says.
// PreferGo, because the C library's resolver knows nothing of Dial.
func (s *dnsServer) resolver() *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			addr := s.udp.LocalAddr()
			if network == "tcp" {
				addr = s.tcp.Addr()
			}
			conn, err := new(net.Dialer).DialContext(ctx, network, addr.String())
			if err == nil {
				// A lookup that is given up would go on waiting for the answer,
				// for the 5 seconds of resolv.conf(5).
				context.AfterFunc(ctx, func() { _ = conn.Close() })
			}
			return conn, err
		},
	}
}

// reply packs an answer to query: what set makes of an empty one.
func reply(query []byte, set func(*dnsmessage.Message)) []byte {
	var p dnsmessage.Parser
	header, err := p.Start(query)
	if err != nil {
		return nil
	}
	questions, err := p.AllQuestions()
	if err != nil || len(questions) != 1 {
		return nil
	}
	m := dnsmessage.Message{
		Header: dnsmessage.Header{
			ID: header.ID, Response: true,
			RecursionDesired: header.RecursionDesired, RecursionAvailable: true,
		},
		Questions: questions,
	}
	set(&m)
	packed, err := m.Pack()
	if err != nil {
		return nil
	}
	return packed
}
