package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"
)

// A sniffScene is a TCP connection over loopback, and a capture beside it.
type sniffScene struct {
	tap            *wireTap
	ladder         *wireLadder
	client, server *net.TCPConn
	at             netip.AddrPort // the client's
}

// Sniff prints a TCP conversation from a capture: every segment that the two
// kernels' ends exchange, most of which neither program asked for.
func Sniff(ctx context.Context, out io.Writer) error {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	addr := l.Addr().(*net.TCPAddr).AddrPort()
	tap, err := openTap(ctx, CaptureConfig{Interface: "lo", Cooked: true, Filter: tcpFilter(addr.Port())})
	if err != nil {
		return err
	}
	defer tap.close()
	fmt.Fprintf(out, "server: listens on %v\n", addr)
	s := &sniffScene{tap: tap}
	defer s.close()
	if err := s.connect(l); err != nil {
		return ctxError(ctx, err)
	}
	fmt.Fprintf(out, "client: connected from %v\n", s.at)
	s.ladder = newWireLadder(out, s.at, [2]string{"client", "server"})
	return ctxError(ctx, s.converse())
}

// connect returns when both programs have the connection. Its three segments
// wait in the capture.
func (s *sniffScene) connect(l net.Listener) error {
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		return err
	}
	s.client, s.at = client.(*net.TCPConn), client.LocalAddr().(*net.TCPAddr).AddrPort()
	server, err := l.Accept()
	if err != nil {
		return err
	}
	s.server = server.(*net.TCPConn)
	end := time.Now().Add(allowedTime)
	return errors.Join(s.client.SetDeadline(end), s.server.SetDeadline(end))
}

// converse takes each step after the acknowledgement of the one before. The
// kernel may hold an acknowledgement back to send it with data (RFC 1122,
// section 4.2.3.2; 40ms on Linux), so that how many segments there are would
// otherwise depend on who is faster.
func (s *sniffScene) converse() error {
	// Read, too: closing a socket that has bytes unread sends RST and no FIN.
	say := func(from, to *net.TCPConn, text string) func() error {
		return func() error {
			_, err := io.WriteString(from, text)
			_, failed := io.ReadFull(to, make([]byte, len(text)))
			return errors.Join(err, failed)
		}
	}
	left := func(p wirePacket) bool { return p.Src == s.at }
	for _, step := range []struct {
		act      func() error
		segments int  // that the step leads to
		byClient bool // who sends the last one
	}{
		{func() error { return nil }, 3, true},
		{say(s.client, s.server, "hello"), 2, false},
		{say(s.server, s.client, "HELLO"), 2, true},
		{s.client.CloseWrite, 2, false},
		{s.server.Close, 2, true},
	} {
		if err := step.act(); err != nil {
			return err
		}
		seen := 0
		_, err := s.tap.until(s.ladder.draw, func(p wirePacket) bool {
			seen++
			return seen >= step.segments && left(p) == step.byClient
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *sniffScene) close() {
	for _, c := range []*net.TCPConn{s.client, s.server} {
		if c != nil {
			_ = c.Close() // the conversation is over
		}
	}
}
