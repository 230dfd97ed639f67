package datagram

import (
	"bytes"
	"net"
	"sync"
	"time"
)

// A lane is one direction of a flow. Its datagrams go through it one after the
// other; those that are kept back leave it later.
type lane struct {
	saw  func(Fate)
	conn net.PacketConn
	to   net.Addr

	mu    sync.Mutex
	dice  *dice
	kept  map[*kept]struct{}
	slow  []*kept // those that the next datagram overtakes
	ended bool
	late  sync.WaitGroup // timers that have fired or will
}

// kept is a datagram that leaves later.
type kept struct {
	data   []byte
	copies int
	timer  *time.Timer
}

func newLane(d *dice, saw func(Fate), conn net.PacketConn, to net.Addr) *lane {
	return &lane{dice: d, saw: saw, conn: conn, to: to, kept: make(map[*kept]struct{})}
}

// carry lets the dice decide about p and does as they say.
func (l *lane) carry(p []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fate := l.dice.throw(len(p))
	if l.saw != nil {
		l.saw(fate)
	}
	if fate.Dropped {
		return
	}
	p = p[:fate.Keep]
	switch {
	case fate.Delay > 0:
		l.keep(p, fate.Copies, fate.Delay)
	case fate.Reorder:
		l.slow = append(l.slow, l.keep(p, fate.Copies, l.dice.rates.hold()))
	default:
		l.send(p, fate.Copies)
		overtaken := l.slow
		l.slow = nil
		for _, k := range overtaken {
			l.release(k)
		}
	}
}

// send writes. A network reports no loss, so its error is one more loss.
func (l *lane) send(p []byte, copies int) {
	for range copies {
		_, _ = l.conn.WriteTo(p, l.to)
	}
}

// keep holds a copy of p back for so long, or until it is released.
func (l *lane) keep(p []byte, copies int, d time.Duration) *kept {
	k := &kept{data: bytes.Clone(p), copies: copies}
	l.kept[k] = struct{}{}
	l.late.Add(1)
	k.timer = time.AfterFunc(d, func() {
		defer l.late.Done()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.depart(k)
	})
	return k
}

// release lets k leave now. If its timer has fired it has left, or is about
// to, waiting for the lock that the caller holds: depart sends it once.
func (l *lane) release(k *kept) {
	if k.timer.Stop() {
		l.late.Done()
	}
	l.depart(k)
}

func (l *lane) depart(k *kept) {
	if _, here := l.kept[k]; !here || l.ended {
		return
	}
	delete(l.kept, k)
	l.send(k.data, k.copies)
}

// end forgets what is kept back and waits for the timers that have fired.
func (l *lane) end() {
	l.mu.Lock()
	l.ended = true
	for k := range l.kept {
		if k.timer.Stop() {
			l.late.Done()
		}
	}
	l.mu.Unlock()
	l.late.Wait()
}
