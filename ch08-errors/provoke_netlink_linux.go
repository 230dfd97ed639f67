package sockerrors

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// provokeBusy asks for a second list of routes while the first is not read to
// its end.
func provokeBusy(_ context.Context, b *bench) error {
	fd, err := b.netlink()
	if err != nil {
		return err
	}
	body := make([]byte, unix.SizeofRtMsg)
	for range 3 {
		if err := netlinkSend(fd, unix.RTM_GETROUTE, unix.NLM_F_DUMP, body); err != nil {
			return err
		}
	}
	return netlinkError(fd)
}

// netlink opens a socket to the kernel's routing (rtnetlink(7)).
func (b *bench) netlink() (fd int, err error) {
	return b.socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
}

// netlinkSend sends one request (netlink(7), struct nlmsghdr).
func netlinkSend(fd int, kind, flags uint16, body []byte) error {
	m := make([]byte, unix.NLMSG_HDRLEN, unix.NLMSG_HDRLEN+len(body))
	binary.NativeEndian.PutUint32(m, uint32(cap(m)))
	binary.NativeEndian.PutUint16(m[4:], kind)
	binary.NativeEndian.PutUint16(m[6:], unix.NLM_F_REQUEST|flags)
	err := unix.Sendto(fd, append(m, body...), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	return os.NewSyscallError("sendto", err)
}

// netlinkError reads until the kernel reports an error, or what asks for one:
// an acknowledgement, which is the error 0. The errno is in the message, its
// sign changed; the calls themselves succeed.
func netlinkError(fd int) error {
	buf := make([]byte, 64<<10)
	for {
		n, _, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
		if err != nil {
			return os.NewSyscallError("recvfrom", err)
		}
		messages, err := syscall.ParseNetlinkMessage(buf[:n])
		if err != nil {
			return err
		}
		for _, m := range messages {
			if m.Header.Type != unix.NLMSG_ERROR {
				continue
			}
			if len(m.Data) < 4 {
				return errors.New("netlink: a short error message")
			}
			if number := -int32(binary.NativeEndian.Uint32(m.Data)); number != 0 {
				return os.NewSyscallError("netlink", syscall.Errno(number))
			}
			return nil
		}
	}
}

// route adds or deletes a route of that kind to the 256 addresses that begin
// like to (rtnetlink(7), struct rtmsg). The kernel has answered when netlink's
// send returns.
func (b *bench) route(request, flags uint16, kind byte, to [4]byte) error {
	fd, err := b.netlink()
	if err != nil {
		return err
	}
	body := []byte{
		unix.AF_INET, 24, 0, 0, // family, bits of the destination, of the source, TOS
		unix.RT_TABLE_MAIN, unix.RTPROT_STATIC, unix.RT_SCOPE_UNIVERSE, kind,
		0, 0, 0, 0, // flags
	}
	body = binary.NativeEndian.AppendUint16(body, unix.SizeofRtAttr+4)
	body = binary.NativeEndian.AppendUint16(body, unix.RTA_DST)
	body = append(body, to[:]...)
	if err := netlinkSend(fd, request, unix.NLM_F_ACK|flags, body); err != nil {
		return err
	}
	return netlinkError(fd)
}
