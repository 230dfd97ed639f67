package securestream

import (
	"encoding/binary"
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// A keylogCapture is a packet socket on lo (packet(7)), as in chapter 5.
type keylogCapture struct{ fd int }

// keylogPacket is more than a packet over lo has, whose MTU is 65536 bytes.
const keylogPacket = 1 << 17

// openKeylogCapture binds with the protocol, not before: until then nothing
// comes in. The error is a missing one without CAP_NET_RAW.
func openKeylogCapture() (*keylogCapture, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if errors.Is(err, unix.EPERM) {
		return nil, missing{what: "a packet socket takes CAP_NET_RAW", remedy: "unshare -Urn"}
	} else if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	c := &keylogCapture{fd}
	lo, err := net.InterfaceByName("lo")
	if err != nil {
		c.close()
		return nil, err
	}
	at := &unix.SockaddrLinklayer{Protocol: binary.NativeEndian.Uint16([]byte{0, unix.ETH_P_ALL}), Ifindex: lo.Index}
	if err := unix.Bind(fd, at); err != nil {
		c.close()
		return nil, os.NewSyscallError("bind", err)
	}
	return c, nil
}

func (c *keylogCapture) close() { _ = unix.Close(c.fd) } // nothing was written

// packets takes what is queued and does not wait: what a party on this machine
// has read, the socket has already. Each packet is there as sent and as
// received; one of the two will do.
func (c *keylogCapture) packets() (all [][]byte, err error) {
	for {
		buf := make([]byte, keylogPacket)
		n, from, err := unix.Recvfrom(c.fd, buf, 0)
		switch {
		case errors.Is(err, unix.EAGAIN):
			return all, nil
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, os.NewSyscallError("recvfrom", err)
		}
		if ll, ok := from.(*unix.SockaddrLinklayer); ok && ll.Pkttype != unix.PACKET_OUTGOING {
			all = append(all, buf[:n])
		}
	}
}
