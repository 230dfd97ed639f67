package unixdomain

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	visitorPart     = "visitor"
	visitorTCP      = "UNIXDOMAIN_TCP"
	visitorAbstract = "UNIXDOMAIN_ABSTRACT"
	visitorPath     = "UNIXDOMAIN_PATH"
)

func init() { playPart(visitorPart, visitor) }

// visitor is the client: the same program wherever it runs.
func visitor() error {
	// In a new network namespace, lo is down. Up, it is a loopback like any
	// other, and nobody listens on it.
	if err := raiseLo(); err != nil && !errors.Is(err, unix.EPERM) {
		return err
	}
	for _, way := range []struct{ what, network, addr string }{
		{"loopback", "tcp", os.Getenv(visitorTCP)},
		{"the abstract name", "unix", os.Getenv(visitorAbstract)},
		{"the path", "unix", os.Getenv(visitorPath)},
	} {
		conn, err := net.DialTimeout(way.network, way.addr, partTime)
		if err != nil {
			var call *os.SyscallError
			if !errors.As(err, &call) {
				return err
			}
			fmt.Printf("client: over %s: %v\n", way.what, call)
			continue
		}
		if err := readHello("over "+way.what, conn); err != nil {
			return err
		}
		if way.what == "the path" {
			err = useGift(conn.(*net.UnixConn))
		}
		_ = conn.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// readHello reads a greeting.
func readHello(how string, conn net.Conn) error {
	_ = conn.SetDeadline(time.Now().Add(partTime))
	hello := make([]byte, len(greeting))
	if _, err := io.ReadFull(conn, hello); err != nil {
		return err
	}
	fmt.Printf("client: %s: %s\n", how, strings.TrimSpace(string(hello)))
	return nil
}

// useGift receives a TCP connection that the server made, and reads from it.
func useGift(conn *net.UnixConn) error {
	files, err := ReceiveFiles(conn, 1)
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }()
	tcp, err := net.FileConn(named(files, "tcp"))
	if err != nil {
		return err
	}
	defer tcp.Close()
	return readHello("over the server's TCP connection, received as a descriptor", tcp)
}

// raiseLo turns on lo: ioctl(2) with SIOCSIFFLAGS (netdevice(7)), which takes
// CAP_NET_ADMIN over the network namespace. Where lo is up it does nothing.
func raiseLo() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, ifr); err != nil {
		return os.NewSyscallError("ioctl SIOCGIFFLAGS", err)
	}
	if ifr.Uint16()&unix.IFF_UP != 0 {
		return nil
	}
	ifr.SetUint16(ifr.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("ioctl SIOCSIFFLAGS", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr))
}
