package batching

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// probe asks the kernel what it offers, by asking for nothing: a call that is
// to move 0 messages returns 0 where it exists and ENOSYS where it does not,
// as in sandboxes; getsockopt fails with ENOPROTOOPT where it does not know the
// option. It knows UDP_SEGMENT since Linux 4.18. UDP_GRO came with 5.0, but to
// getsockopt with 5.12: kernels between the two are taken to be without.
func probe(conn *net.UDPConn) (offers, error) {
	var o offers
	err := control(conn, func(fd int) error {
		_, receives := recvmmsg(fd, nil)
		_, sends := sendmmsg(fd, nil)
		o.mmsg = receives == 0 && sends == 0
		_, err := unix.GetsockoptInt(fd, unix.SOL_UDP, unix.UDP_SEGMENT)
		o.gso = o.mmsg && err == nil
		_, err = unix.GetsockoptInt(fd, unix.SOL_UDP, unix.UDP_GRO)
		o.gro = o.mmsg && err == nil
		return nil
	})
	return o, err
}

// open is the socket that moves conn's datagrams in the ways given. conn stays
// the caller's, to close and to set deadlines on.
func open(conn *net.UDPConn, use offers, destination bool, c *counters) (socket, error) {
	err := control(conn, func(fd int) error {
		if !use.gro {
			return nil
		}
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_UDP, unix.UDP_GRO, 1))
	})
	if err != nil {
		return nil, err
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	n := 1
	if use.mmsg {
		n = batchLen
	}
	family := unix.AF_INET6
	if conn.LocalAddr().(*net.UDPAddr).IP.To4() != nil {
		family = unix.AF_INET
	}
	return newMmsg(raw, n, family, c), nil
}

// passing reports whether a read failed for something that happened to an
// earlier datagram: the socket is as good as before. An ICMP error that comes
// back is reported by a later call, on a connected socket (udp(7)).
func passing(err error) bool {
	for _, e := range []error{unix.ECONNREFUSED, unix.EHOSTUNREACH, unix.ENETUNREACH, unix.EHOSTDOWN, unix.EMSGSIZE, unix.ENOBUFS} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
