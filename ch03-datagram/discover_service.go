package datagram

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/ipv4"
)

// A service answers who asks for it.
type service struct {
	name   string
	port   int // where it serves
	conn   *net.UDPConn
	random *rand.Rand

	answered        map[uint64]bool // the questions; a service that stays forgets old ones
	waits           []time.Duration
	repeated, known int
	pending         sync.WaitGroup
}

// listen joins the group on one interface. ListenMulticastUDP sets the options
// that let several programs have the port; they differ between systems.
func (s *service) listen(on *net.Interface, group *net.UDPAddr, number uint64) (err error) {
	const seed = 6762
	s.random, s.answered = rand.New(rand.NewPCG(seed, number)), make(map[uint64]bool)
	if s.conn, err = net.ListenMulticastUDP("udp4", on, group); err != nil {
		return err
	}
	// Package net turns IP_MULTICAST_LOOP off. On Windows that is the
	// receiver's option, and would keep out what this host sends.
	err = ipv4.NewPacketConn(s.conn).SetMulticastLoopback(true)
	if err == nil {
		err = s.conn.SetReadDeadline(time.Now().Add(allotted))
	}
	if err != nil {
		_ = s.conn.Close() // nothing was received
	}
	return err
}

// serve answers until it receives "end" or is closed, or ctx ends.
func (s *service) serve(ctx context.Context) {
	defer s.pending.Wait()
	defer context.AfterFunc(ctx, func() {
		_ = s.conn.SetReadDeadline(time.Unix(1, 0)) // fails only if closed
	})()
	buf := make([]byte, 1500)
	for {
		n, from, err := s.conn.ReadFromUDPAddrPort(buf)
		if err != nil || string(buf[:n]) == "end" {
			return
		}
		if q, ok := parseInquiry(string(buf[:n])); ok {
			s.consider(q, from)
		}
	}
}

// consider decides whether a question is answered, and when. Whoever sends one
// with a false source sends the answers there: a service on a real network
// looks first whether the source is of that network (RFC 6762 section 5.5).
func (s *service) consider(q inquiry, from netip.AddrPort) {
	if s.answered[q.id] {
		s.repeated++
		return
	}
	s.answered[q.id] = true
	if slices.Contains(q.known, s.name) {
		s.known++
		return
	}
	wait := answerDelay(s.random)
	s.waits = append(s.waits, wait)
	s.pending.Add(1)
	time.AfterFunc(wait, func() {
		defer s.pending.Done()
		text := presence{id: q.id, name: s.name, port: s.port}.String()
		_, _ = s.conn.WriteToUDPAddrPort([]byte(text), from) // lost, as any datagram may be
	})
}

// answerDelay is how long to wait before an answer that others may give too:
// 20 ms to 120 ms, each as likely (RFC 6762 section 6).
func answerDelay(random *rand.Rand) time.Duration {
	return 20*time.Millisecond + time.Duration(random.Int64N(int64(100*time.Millisecond)))
}

func (s *service) String() string {
	var waits []string
	for _, w := range s.waits {
		waits = append(waits, w.Round(time.Millisecond).String())
	}
	return fmt.Sprintf("%s: answers %d, after %s; left out: repeated %d, known %d",
		s.name, len(s.waits), strings.Join(waits, " and "), s.repeated, s.known)
}
