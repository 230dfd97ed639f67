package raw

import (
	"errors"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// sendRawIPv4 sends one whole IPv4 packet, header and all, from a socket of
// its own. IPPROTO_RAW implies IP_HDRINCL (raw(7)); the socket receives
// nothing. The address of sendto(2) decides the way: the header's destination
// does not.
func sendRawIPv4(to netip.Addr, packet []byte) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_RAW)
	if errors.Is(err, unix.EPERM) {
		return missing{what: "a raw socket takes CAP_NET_RAW", remedy: "unshare -Urn"}
	} else if err != nil {
		return os.NewSyscallError("socket", err)
	}
	err = unix.Sendto(fd, packet, 0, &unix.SockaddrInet4{Addr: to.As4()})
	return errors.Join(os.NewSyscallError("sendto", err), os.NewSyscallError("close", unix.Close(fd)))
}
