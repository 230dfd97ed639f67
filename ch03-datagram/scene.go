package datagram

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// allotted is how long the sockets of an example may wait, in all.
const allotted = 10 * time.Second

// sockets are those of an example: opened one by one, closed together.
type sockets struct {
	mu     sync.Mutex
	open   []*net.UDPConn
	closed bool
}

// withSockets runs f and closes what it opened. When ctx ends they are closed
// under f, which wakes any call it waits in, and ctx's cause is the result.
func withSockets(ctx context.Context, f func(s *sockets) error) error {
	s := new(sockets)
	defer s.close()
	defer context.AfterFunc(ctx, s.close)()
	err := f(s)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (s *sockets) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, conn := range s.open {
		_ = conn.Close() // f may have closed it
	}
}

// bind opens a socket on addr, "127.0.0.1:0" for a port of the kernel's choice.
func (s *sockets) bind(addr string) (*net.UDPConn, error) {
	at, err := netip.ParseAddrPort(addr)
	if err != nil {
		return nil, err
	}
	network := "udp6"
	if at.Addr().Is4() {
		network = "udp4" // or 0.0.0.0 would stand for [::] as well
	}
	return s.keep(net.ListenUDP(network, net.UDPAddrFromAddrPort(at)))
}

// connect opens a socket that sends to one address and hears nobody else.
func (s *sockets) connect(to netip.AddrPort) (*net.UDPConn, error) {
	return s.keep(net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(to)))
}

func (s *sockets) keep(conn *net.UDPConn, err error) (*net.UDPConn, error) {
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = append(s.open, conn)
	if s.closed {
		_ = conn.Close() // ctx has ended meanwhile
	}
	return conn, conn.SetDeadline(time.Now().Add(allotted))
}

// address is the one a socket is bound to.
func address(conn *net.UDPConn) netip.AddrPort { return conn.LocalAddr().(*net.UDPAddr).AddrPort() }

// receive reads one datagram of at most 1,500 bytes.
func receive(conn *net.UDPConn) (text string, from netip.AddrPort, err error) {
	buf := make([]byte, 1500)
	n, from, err := conn.ReadFromUDPAddrPort(buf)
	return string(buf[:n]), from, err
}

// nothing waits a moment for a datagram that is not to come, and returns the
// error of having waited in vain.
func nothing(conn *net.UDPConn) error {
	if err := conn.SetReadDeadline(time.Now().Add(moment)); err != nil {
		return err
	}
	_, _, err := receive(conn)
	if again := conn.SetReadDeadline(time.Now().Add(allotted)); again != nil {
		return again
	}
	return err
}

// moment is many times as long as a datagram takes over loopback.
const moment = 100 * time.Millisecond
