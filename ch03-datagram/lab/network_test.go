package reliable_test

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// A network carries datagrams between hosts, in memory. What becomes of each is
// its fate's decision.
type network struct {
	// fate says of the nth datagram, from 0, how long each copy of it takes; no
	// copy at all is lost. It is called for one datagram at a time. May be nil:
	// each arrives at once.
	fate func(n int, from string, datagram []byte) []time.Duration

	mu    sync.Mutex
	sent  int
	hosts map[string]*host
}

// A packet is a datagram on its way, or an error that a host is told of.
type packet struct {
	from string
	data []byte
	err  error
}

// A host is one socket in a network. It is a net.PacketConn, and with a peer a
// net.Conn too.
type host struct {
	net      *network
	name     string
	peer     string
	in       chan packet
	setting  sync.Mutex
	deadline chan time.Time // the newest, for a Read that waits
	until    time.Time
	closed   chan struct{}
	once     sync.Once
}

var errRefused = errors.New("connection refused")

func (n *network) host(name, peer string) *host {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts == nil {
		n.hosts = map[string]*host{}
	}
	h := &host{net: n, name: name, peer: peer, in: make(chan packet, 4096),
		deadline: make(chan time.Time, 1), closed: make(chan struct{})}
	n.hosts[name] = h
	return h
}

// send lets fate decide, and delivers.
func (n *network) send(from, to string, datagram []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	data := append([]byte{}, datagram...)
	delays := []time.Duration{0}
	if n.fate != nil {
		delays = n.fate(n.sent, from, data)
	}
	n.sent++
	for _, d := range delays {
		time.AfterFunc(d, func() { n.deliver(to, packet{from: from, data: data}) })
	}
}

// deliver puts a packet into a host's queue; with no room it is lost.
func (n *network) deliver(to string, p packet) {
	n.mu.Lock()
	h := n.hosts[to]
	n.mu.Unlock()
	if h == nil {
		return
	}
	select {
	case h.in <- p:
	default:
	}
}

func (h *host) ReadFrom(p []byte) (int, net.Addr, error) {
	for {
		var expired <-chan time.Time
		if !h.until.IsZero() {
			timer := time.NewTimer(time.Until(h.until))
			defer timer.Stop()
			expired = timer.C
		}
		select { // what has ended comes before what has arrived
		case <-h.closed:
			return 0, nil, net.ErrClosed
		case h.until = <-h.deadline:
			continue
		default:
		}
		if !h.until.IsZero() && !time.Now().Before(h.until) {
			return 0, nil, &net.OpError{Op: "read", Net: "memory", Err: os.ErrDeadlineExceeded}
		}
		select {
		case <-h.closed:
		case h.until = <-h.deadline:
		case <-expired:
		case got := <-h.in:
			if got.err != nil {
				return 0, nil, &net.OpError{Op: "read", Net: "memory", Err: got.err}
			}
			return copy(p, got.data), address(got.from), nil
		}
	}
}

func (h *host) WriteTo(p []byte, to net.Addr) (int, error) {
	select {
	case <-h.closed:
		return 0, net.ErrClosed
	default:
	}
	h.net.send(h.name, to.String(), p)
	return len(p), nil
}

func (h *host) Read(p []byte) (int, error) {
	n, _, err := h.ReadFrom(p)
	return n, err
}

func (h *host) Write(p []byte) (int, error) { return h.WriteTo(p, address(h.peer)) }

// SetReadDeadline tells the Read that waits, or the next.
func (h *host) SetReadDeadline(t time.Time) error {
	h.setting.Lock()
	defer h.setting.Unlock()
	select {
	case <-h.deadline: // an older one that nobody has seen
	default:
	}
	h.deadline <- t
	return nil
}

func (h *host) SetDeadline(t time.Time) error    { return h.SetReadDeadline(t) }
func (h *host) SetWriteDeadline(time.Time) error { return nil }
func (h *host) LocalAddr() net.Addr              { return address(h.name) }
func (h *host) RemoteAddr() net.Addr             { return address(h.peer) }
func (h *host) Close() error                     { h.once.Do(func() { close(h.closed) }); return nil }

type address string

func (address) Network() string  { return "memory" }
func (a address) String() string { return string(a) }
