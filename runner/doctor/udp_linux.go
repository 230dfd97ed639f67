package doctor

import (
	"context"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"

	"sockbook/runner/fault"
)

// udpOption switches a socket's option on; remedy is what brought it.
func udpOption(level, option int, remedy string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		err := socket(unix.AF_INET, unix.SOCK_DGRAM, 0, func(fd int) error {
			return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, level, option, 1))
		})
		if err != nil {
			return "", fault.New(remedy, "%w", err)
		}
		return "", nil
	}
}

// udpLite opens a socket of it (udplite(7)), which a kernel may be built without.
func udpLite(context.Context) (string, error) {
	err := socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_UDPLITE, open)
	if err != nil {
		return "", fault.New("a kernel with CONFIG_IP_UDPLITE", "%w", err)
	}
	return "", nil
}

// burst is how many bytes of memory chapter 6's ladder fills with datagrams
// that nobody has read yet, the kernel's own for each included.
const burst = 425984

// receiveBuffer asks how much may be asked for (socket(7), SO_RCVBUF): the
// kernel grants twice net.core.rmem_max.
func receiveBuffer(context.Context) (string, error) {
	granted := 0
	err := socket(unix.AF_INET, unix.SOCK_DGRAM, 0, func(fd int) (err error) {
		if err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, burst/2); err == nil {
			granted, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
		}
		return os.NewSyscallError("setsockopt SO_RCVBUF", err)
	})
	if err != nil {
		return "", err
	}
	if granted < burst {
		return "", fault.New(fmt.Sprintf("%ssysctl -w net.core.rmem_max=%d", sudo(), burst), "a socket may have %d bytes for what it has not read", granted)
	}
	return "", nil
}

// gso sends two datagrams in one call (udp(7), UDP_SEGMENT) and receives them.
func gso(ctx context.Context) (string, error) {
	receiver, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return "", err
	}
	defer receiver.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = receiver.SetDeadline(deadline)
	}
	to := &unix.SockaddrInet4{Port: receiver.LocalAddr().(*net.UDPAddr).Port, Addr: [4]byte{127, 0, 0, 1}}
	err = socket(unix.AF_INET, unix.SOCK_DGRAM, 0, func(fd int) error {
		if err := unix.SetsockoptInt(fd, unix.SOL_UDP, unix.UDP_SEGMENT, 100); err != nil {
			return fault.New("Linux 4.18 or later", "%w", os.NewSyscallError("setsockopt UDP_SEGMENT", err))
		}
		return os.NewSyscallError("sendto", unix.Sendto(fd, make([]byte, 200), 0, to))
	})
	if err != nil {
		return "", err
	}
	buf := make([]byte, 1000)
	for range 2 {
		if n, err := receiver.Read(buf); err != nil || n != 100 {
			return "", fmt.Errorf("received %d bytes in place of a segment of 100 (%v)", n, err)
		}
	}
	return "", nil
}
