package datagram

import (
	"context"
	"fmt"
	"net"
	"os"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// groupOnly: a socket that is bound to the group's address gets the group's
// datagrams and nothing else. So it can have the port of a server, though it
// comes last, and takes nothing away from it.
func (s *sharingScene) groupOnly(ctx context.Context) error {
	if err := s.open(ctx, "server", "0.0.0.0:4000", unix.SO_REUSEADDR); err != nil {
		return err
	}
	if err := s.openGroup(ctx, anySource, 4000); err != nil {
		return err
	}
	if err := s.join(); err != nil {
		return err
	}
	return s.toAddressAndGroup(ctx, 3)
}

// openGroup binds one more socket, to a group's address. Package net does not:
// it listens on the wildcard address in its place, and so gets what is sent to
// the port by any address.
func (s *sharingScene) openGroup(ctx context.Context, group string, port int) error {
	to := fmt.Sprintf("%s:%d", group, port)
	wild, err := new(net.ListenConfig).ListenPacket(ctx, "udp4", to)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "group: net.ListenPacket %s binds %v\n", to, wild.LocalAddr())
	if err := wild.Close(); err != nil {
		return err
	}
	conn, err := bindExactly(&unix.SockaddrInet4{Addr: [4]byte(net.ParseIP(group).To4()), Port: port})
	fmt.Fprintf(s.out, "group: bind %s, SO_REUSEADDR: %s\n", to, outcome(err))
	if err != nil {
		return err
	}
	s.sharers = append(s.sharers, &listener4{name: "group", UDPConn: conn, packet: ipv4.NewPacketConn(conn)})
	return nil
}

// bindExactly binds a socket with SO_REUSEADDR to the address given.
func bindExactly(to unix.Sockaddr) (*net.UDPConn, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	file := os.NewFile(uintptr(fd), "group")
	defer file.Close() // FilePacketConn makes a descriptor of its own
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
		return nil, os.NewSyscallError("setsockopt", err)
	}
	if err := unix.Bind(fd, to); err != nil {
		return nil, os.NewSyscallError("bind", err)
	}
	conn, err := net.FilePacketConn(file)
	if err != nil {
		return nil, err
	}
	return conn.(*net.UDPConn), nil
}
