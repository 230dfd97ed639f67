package batching

import (
	"errors"
	"net"
	"os"
	"runtime"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// A ladderStage is a socket that sends to another, and what the two need. They
// are blocking descriptors that Go's poller does not know: each datagram that
// comes, and each that has gone, is an event to it, and wakes a thread. The
// rungs of package net, and those alone, have that in their figures.
//
// The memory in all, out and in is the kernel's during a burst and the rung's
// again after it: a burst waits for whatever it has handed over.
type ladderStage struct {
	fd, sink int
	conn     *net.UDPConn     // of a rung of package net: fd's
	batch    *ipv4.PacketConn // conn, for many messages a call
	to       *net.UDPAddr     // sink's
	ring     *ring            // nil: the rung needs none
	pinned   runtime.Pinner
	all      []byte    // ladderBurst packets, one after the other
	out, in  []mmsghdr // parts of all, and room for what comes
	room     []byte    // for the largest datagram,
	largest  []mmsghdr // and the header to it
}

// openLadder opens the sockets of a rung. What this kernel lacks is an error.
func openLadder(r *rung) (*ladderStage, error) {
	s := &ladderStage{fd: -1, all: make([]byte, ladderBurst*ladderSize), room: make([]byte, 1<<16)}
	var err error
	if s.sink, err = ladderSocket(); err != nil {
		return nil, err
	}
	if err = s.join(r); err == nil {
		err = s.prepare(r)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func ladderSocket() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	patience := unix.Timeval{Sec: 1} // a fault must not keep a thread for ever
	return fd, os.NewSyscallError("setsockopt", errors.Join(
		unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &patience),
		unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &patience)))
}

// join binds the sink and makes the socket that sends to it.
func (s *ladderStage) join(r *rung) error {
	if err := unix.Bind(s.sink, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return os.NewSyscallError("bind", err)
	}
	at, err := unix.Getsockname(s.sink)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	in := at.(*unix.SockaddrInet4)
	s.to = &net.UDPAddr{IP: in.Addr[:], Port: in.Port}
	switch {
	case !r.byNet:
		if s.fd, err = ladderSocket(); err != nil {
			return err
		}
		return os.NewSyscallError("connect", unix.Connect(s.fd, at))
	case r.unconnected:
		s.conn, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	default:
		s.conn, err = net.DialUDP("udp4", nil, s.to)
	}
	if err != nil {
		return err
	}
	s.batch = ipv4.NewPacketConn(s.conn)
	return control(s.conn, func(fd int) error { s.fd = fd; return nil })
}

func (s *ladderStage) close() {
	_ = unix.Close(s.sink) // of a datagram socket nothing is left to be told
	if s.conn != nil {
		_ = s.conn.Close()
	} else if s.fd >= 0 {
		_ = unix.Close(s.fd)
	}
	if s.ring != nil {
		s.ring.close()
	}
	s.pinned.Unpin()
}
