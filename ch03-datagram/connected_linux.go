package datagram

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// connectedAnew makes two calls on a connected socket that package net has no
// method for: sendto with an address, and a second connect.
func connectedAnew(out io.Writer, client, server, other *net.UDPConn) error {
	err := control(client, func(fd int) error {
		to := &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: int(address(other).Port())}
		err := unix.Sendto(fd, []byte("hello"), 0, to)
		fmt.Fprintln(out, "client: sendto with an address, all the same:", err)
		if err := unix.Connect(fd, to); err != nil {
			return os.NewSyscallError("connect", err)
		}
		peer, err := unix.Getpeername(fd)
		if err != nil {
			return os.NewSyscallError("getpeername", err)
		}
		now := peer.(*unix.SockaddrInet4)
		fmt.Fprintf(out, "client: connect once more: nil; getpeername: %v\n", netip.AddrPortFrom(netip.AddrFrom4(now.Addr), uint16(now.Port)))
		return nil
	})
	if err != nil {
		return err
	}
	text, from, err := receive(other)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "other: %q from %v\n", text, from)
	if _, err := server.WriteToUDPAddrPort([]byte("are you there?"), address(client)); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: from the first server, now a stranger:", nothing(client))
	return nil
}
