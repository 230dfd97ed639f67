package datagram

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// errorQueue asks for what a socket that is not connected is not told: with
// IP_RECVERR the kernel keeps each ICMP error in a queue of its own, beside
// the datagrams, together with what had been sent (ip(7)).
func errorQueue(out io.Writer, s *sockets, nobody netip.AddrPort) error {
	client, err := s.bind("127.0.0.1:0")
	if err != nil {
		return err
	}
	return control(client, func(fd int) error {
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_RECVERR, 1); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		to := &unix.SockaddrInet4{Addr: nobody.Addr().As4(), Port: int(nobody.Port())}
		for _, text := range []string{"anybody?", "hello?"} {
			err := unix.Sendto(fd, []byte(text), 0, to)
			fmt.Fprintf(out, "open client: IP_RECVERR set, sendto %q: %v\n", text, err)
		}
		for {
			told, err := nextError(fd)
			if err != nil {
				fmt.Fprintln(out, "open client: the error queue:", err)
				return nil
			}
			fmt.Fprintf(out, "kernel: %v: ICMP type %d code %d from %v; sent to %v: %q\n",
				told.errno, told.kind, told.code, told.offender, told.to, told.data)
		}
	})
}

// A sendError is what became of a datagram that was sent.
type sendError struct {
	errno      unix.Errno
	kind, code byte           // of the ICMP message
	mtu        uint32         // what would have fitted, where that was the trouble
	offender   netip.Addr     // who sent the ICMP message
	to         netip.AddrPort // where the datagram was going
	data       []byte         // as much of it as came back
}

// nextError takes one from the queue. The error is EAGAIN when it is empty:
// reading the queue never waits.
func nextError(fd int) (sendError, error) {
	data, oob := make([]byte, 1500), make([]byte, 512)
	n, oobn, _, from, err := unix.Recvmsg(fd, data, oob, unix.MSG_ERRQUEUE)
	if err != nil {
		return sendError{}, os.NewSyscallError("recvmsg", err)
	}
	e, err := parseSendError(oob[:oobn])
	e.data = data[:n]
	if to, ok := from.(*unix.SockaddrInet4); ok {
		e.to = netip.AddrPortFrom(netip.AddrFrom4(to.Addr), uint16(to.Port))
	}
	return e, err
}

// parseSendError reads what comes beside it: struct sock_extended_err, of 16
// bytes, and the sockaddr_in of whoever sent the ICMP message.
func parseSendError(oob []byte) (sendError, error) {
	b, err := ancillary(oob, unix.IPPROTO_IP, unix.IP_RECVERR)
	if err != nil {
		return sendError{}, err
	}
	if len(b) < 24 || b[4] != unix.SO_EE_ORIGIN_ICMP {
		return sendError{}, errNoAncillary
	}
	return sendError{
		errno:    unix.Errno(binary.NativeEndian.Uint32(b)),
		kind:     b[5],
		code:     b[6],
		mtu:      binary.NativeEndian.Uint32(b[8:]),
		offender: netip.AddrFrom4([4]byte(b[20:])),
	}, nil
}
