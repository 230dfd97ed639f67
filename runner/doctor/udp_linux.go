package doctor

import (
	"context"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

func udpOption(level, option int) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		return "", socket(unix.AF_INET, unix.SOCK_DGRAM, 0, func(fd int) error {
			return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, level, option, 1))
		})
	}
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
			return os.NewSyscallError("setsockopt UDP_SEGMENT", err)
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
