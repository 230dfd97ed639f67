package datagram

import (
	"bytes"
	"net"
	"os"
	"sync"
	"time"
)

// A memNet is a network in memory: sockets that a test under synctest can
// use, where time passes only when everybody waits.
type memNet struct {
	mu      sync.Mutex
	sockets map[memAddr]*memConn
}

type memAddr string

func (memAddr) Network() string  { return "mem" }
func (a memAddr) String() string { return string(a) }

type memPacket struct {
	data []byte
	from net.Addr
}

// A memConn is a socket of a memNet; peer is set if it is connected.
type memConn struct {
	net  *memNet
	addr memAddr
	peer memAddr

	changed  *sync.Cond // over net.mu
	queue    []memPacket
	deadline time.Time
	closed   bool
}

func (n *memNet) open(addr, peer memAddr) *memConn {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.sockets == nil {
		n.sockets = make(map[memAddr]*memConn)
	}
	c := &memConn{net: n, addr: addr, peer: peer, changed: sync.NewCond(&n.mu)}
	n.sockets[addr] = c
	return c
}

func (c *memConn) ReadFrom(p []byte) (int, net.Addr, error) {
	c.net.mu.Lock()
	defer c.net.mu.Unlock()
	for {
		switch {
		case c.closed:
			return 0, nil, net.ErrClosed
		case !c.deadline.IsZero() && !time.Now().Before(c.deadline):
			return 0, nil, os.ErrDeadlineExceeded
		case len(c.queue) > 0:
			first := c.queue[0]
			c.queue = c.queue[1:]
			return copy(p, first.data), first.from, nil
		}
		c.changed.Wait()
	}
}

func (c *memConn) WriteTo(p []byte, to net.Addr) (int, error) {
	c.net.mu.Lock()
	defer c.net.mu.Unlock()
	if c.closed {
		return 0, net.ErrClosed
	}
	if there := c.net.sockets[memAddr(to.String())]; there != nil && !there.closed {
		there.queue = append(there.queue, memPacket{bytes.Clone(p), c.addr})
		there.changed.Broadcast()
	}
	return len(p), nil
}

func (c *memConn) Close() error {
	c.net.mu.Lock()
	defer c.net.mu.Unlock()
	c.closed = true
	c.changed.Broadcast()
	return nil
}

func (c *memConn) SetReadDeadline(t time.Time) error {
	c.net.mu.Lock()
	defer c.net.mu.Unlock()
	c.deadline = t
	c.changed.Broadcast()
	if d := time.Until(t); d > 0 {
		time.AfterFunc(d, func() {
			c.net.mu.Lock()
			defer c.net.mu.Unlock()
			c.changed.Broadcast()
		})
	}
	return nil
}

func (c *memConn) Read(p []byte) (int, error) {
	n, _, err := c.ReadFrom(p)
	return n, err
}

func (c *memConn) Write(p []byte) (int, error)      { return c.WriteTo(p, c.peer) }
func (c *memConn) LocalAddr() net.Addr              { return c.addr }
func (c *memConn) RemoteAddr() net.Addr             { return c.peer }
func (c *memConn) SetDeadline(t time.Time) error    { return c.SetReadDeadline(t) }
func (c *memConn) SetWriteDeadline(time.Time) error { return nil }

var (
	_ net.PacketConn = &memConn{}
	_ net.Conn       = &memConn{}
)
