//go:build !linux

package batching

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// probe finds nothing: this is written for Linux. FreeBSD has recvmmsg and
// sendmmsg as functions of its C library over recvmsg and sendmsg, Windows
// UDP_SEND_MSG_SIZE and UDP_RECV_MAX_COALESCED_SIZE for WSASendMsg.
func probe(*net.UDPConn) (offers, error) { return offers{}, nil }

// oneByOne moves a datagram a call, by package net.
type oneByOne struct {
	conn     *net.UDPConn
	counters *counters
	buffer   []byte
	got      [1]message
	zone     string // of the datagram in got
}

func open(conn *net.UDPConn, _ offers, _ bool, c *counters) (socket, error) {
	return &oneByOne{conn: conn, counters: c, buffer: make([]byte, maxDatagram)}, nil
}

func (o *oneByOne) receive() ([]message, error) {
	o.counters.receives.Add(1)
	n, from, err := o.conn.ReadFromUDPAddrPort(o.buffer)
	if err != nil {
		return nil, err
	}
	o.counters.received.Add(1)
	o.zone = from.Addr().Zone()
	from = netip.AddrPortFrom(from.Addr().WithZone(""), from.Port())
	o.got[0] = message{data: o.buffer[:n], peer: from}
	return o.got[:], nil
}

// send sends one datagram: there is no path on which there are more.
func (o *oneByOne) send(trains []train) (int, error) {
	m := &trains[0].messages[0]
	o.counters.sends.Add(1)
	var err error
	if o.conn.RemoteAddr() != nil {
		_, err = o.conn.Write(m.data)
	} else {
		to := netip.AddrPortFrom(m.peer.Addr().WithZone(o.zone), m.peer.Port())
		_, err = o.conn.WriteToUDPAddrPort(m.data, to)
	}
	if err != nil {
		return 0, err
	}
	o.counters.sent.Add(1)
	return 1, nil
}

// askDestination says that datagrams do not say what they were sent to. A
// server on a wildcard address then answers from the address that the route
// to the client suggests, which need not be the one that was asked; bind to
// one address instead.
func askDestination(*net.UDPConn) (bool, error) { return false, nil }

// forOneHost cannot tell.
func forOneHost(*origin) bool { return true }

// passing reports whether a read failed for something that happened to an
// earlier datagram, or to one that is gone: the socket is as good as before.
// The numbers are Winsock's, whose reports of unreachable ports package net
// turns off: WSAEMSGSIZE, WSAENETRESET, WSAECONNRESET.
func passing(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno) && (errno == syscall.ECONNREFUSED || slices.Contains([]syscall.Errno{10040, 10052, 10054}, errno))
}
