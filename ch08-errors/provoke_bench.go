package sockerrors

import (
	"context"
	"io"
	"net"
	"time"
)

// allotted is how long a provocation may wait for its error.
const allotted = 5 * time.Second

// A bench holds what one provocation opens, until it is over.
type bench struct{ undo []func() }

// later has f called when the provocation is over, the last first.
func (b *bench) later(f func()) { b.undo = append(b.undo, f) }

// keep has c closed when the provocation is over.
func (b *bench) keep(c io.Closer) {
	b.later(func() { _ = c.Close() }) // it may be closed already
}

func (b *bench) close() {
	for len(b.undo) > 0 {
		last := len(b.undo) - 1
		b.undo[last]()
		b.undo = b.undo[:last]
	}
}

// listen binds a TCP listener to a free port of loopback.
func (b *bench) listen() (*net.TCPListener, error) {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err == nil {
		b.keep(ln)
	}
	return ln, err
}

// connect makes one connection and returns its two ends. Both give up when
// the provocation's time is over, or ctx ends.
func (b *bench) connect(ctx context.Context) (client, server *net.TCPConn, err error) {
	ln, err := b.listen()
	if err != nil {
		return nil, nil, err
	}
	if client, err = b.dial(ctx, ln.Addr().String()); err != nil {
		return nil, nil, err
	}
	// Accept does not wait: the handshake was over before connect returned.
	if server, err = ln.AcceptTCP(); err != nil {
		return nil, nil, err
	}
	b.keep(server)
	for _, conn := range []*net.TCPConn{client, server} {
		_ = conn.SetDeadline(time.Now().Add(allotted)) // fails only on a closed connection
		stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
		b.later(func() { stop() })
	}
	return client, server, nil
}

// dial connects to a TCP server.
func (b *bench) dial(ctx context.Context, addr string) (*net.TCPConn, error) {
	d := net.Dialer{Timeout: allotted}
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	b.keep(conn)
	return conn.(*net.TCPConn), nil
}

// udp binds a UDP socket to a free port of loopback.
func (b *bench) udp() (*net.UDPConn, error) {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err == nil {
		b.keep(conn)
	}
	return conn, err
}
